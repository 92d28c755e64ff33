import * as v from 'valibot';

import { ENGINE_IDS } from './engines.ts';

export const engineIdSchema = v.picklist(ENGINE_IDS);
