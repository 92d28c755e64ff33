import {
  DEFAULT_SEARCH,
  type GenerationOptions,
  type SearchOptions,
} from '../../lib/run-request/generation-options.ts';
import type { PropertyView } from '../../lib/notion/views.ts';
import type { SearchService } from '../../lib/language-model/search-service.ts';
import { readsLinks } from '../../lib/language-model/model-abilities.ts';
import { serviceOfUrl } from '../../lib/language-model/compatible-services.ts';
import { SEARCHING_SERVICES, searchServiceOf } from '../../lib/web-search/search-services.ts';
import { effectiveChoice } from '../../lib/settings/engine-set-up.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Select } from '../ui/select.tsx';

interface SearchProps {
  readonly options: GenerationOptions;
  /** A page can show what it finds before it is written. */
  readonly forPage?: boolean;
  readonly onChange: (options: GenerationOptions) => void;
}

/** The options with a search, or without. */
export function withSearch(options: GenerationOptions, search: SearchOptions | undefined): GenerationOptions {
  const { search: _before, ...rest } = options;
  return search ? { ...rest, search } : rest;
}

/** How the model that would be asked searches: null where it cannot, undefined while it is not known which that is. */
function useSearchService(options: GenerationOptions): SearchService | null | undefined {
  const settings = useTopic('settings')?.settings;
  if (!settings) return undefined;
  const { engine, model } = effectiveChoice(options, settings);
  return searchServiceOf(engine, settings.service ?? serviceOfUrl(settings.baseUrl), model) ?? null;
}

/** Firefox has no sandboxed pages, which the suggestions are shown in. */
const CAN_PREVIEW = !import.meta.env.FIREFOX;

/** Whether the model that would be asked can search; undefined while it is not known which that is. */
export function useCanSearch(options: GenerationOptions, forPage = false): boolean | undefined {
  const service = useSearchService(options);
  if (service === undefined) return undefined;
  return service !== null && (!service.isPreview || (forPage && CAN_PREVIEW));
}

/** Whether a page's text is looked at before it is written, since its engine searches for nothing else. */
export function useIsPreviewed(options: GenerationOptions): boolean {
  const service = useSearchService(options);
  return options.search !== undefined && CAN_PREVIEW && service?.isPreview === true;
}

/** Off where the engine cannot, with the names of those that can. */
export function SearchCheckbox({ options, onChange, forPage = false }: SearchProps) {
  const settings = useTopic('settings')?.settings;
  const canSearch = useCanSearch(options, forPage);
  const isPreviewed = useIsPreviewed(options);
  if (!settings || canSearch === undefined) return null;
  const { engine } = effectiveChoice(options, settings);
  return (
    <Checkbox
      label={t('search.web')}
      checked={canSearch && options.search !== undefined}
      disabled={!canSearch}
      onChange={(isOn) => onChange(withSearch(options, isOn ? DEFAULT_SEARCH : undefined))}
      {...(!canSearch && {
        hint: t('search.cannot', { engine: t(`engine.${engine}`), names: formatList(SEARCHING_SERVICES) }),
      })}
      {...(canSearch && forPage && isPreviewed && { hint: t('search.previewed') })}
    />
  );
}

/** Whether pages whose addresses stand in a row are read; nothing where the model cannot. */
export function ReadLinksCheckbox({ options, onChange }: SearchProps) {
  const settings = useTopic('settings')?.settings;
  if (!settings) return null;
  const { engine, model } = effectiveChoice(options, settings);
  if (!readsLinks(engine, model)) return null;
  const { readLinks, ...rest } = options;
  return (
    <Checkbox
      label={t('search.readLinks')}
      hint={readLinks && t('search.readLinks.hint')}
      checked={readLinks === true}
      onChange={(isOn) => onChange(isOn ? { ...rest, readLinks: true } : rest)}
    />
  );
}

const COUNTS = ['1', '2', '3', '4', '5'] as const;
/** What a source can be written into. */
const HOLDS_SOURCES: readonly string[] = ['rich_text', 'url'];

/** How often it may search for a row, and where the sources go; nothing while it does not search. */
export function RowSearchFields({
  options,
  onChange,
  properties,
}: SearchProps & { readonly properties: readonly PropertyView[] }) {
  const { search } = options;
  const service = useSearchService(options);
  if (!search || !service || service.isPreview) return null;
  const targets = properties.filter(({ type, writable }) => writable && HOLDS_SOURCES.includes(type));
  const into = targets.some(({ id }) => id === search.into) ? (search.into ?? '') : '';
  return (
    <>
      <div class="pane-field">
        <Select
          label={t('search.most')}
          value={String(search.most)}
          options={COUNTS.map((value) => ({ value: value as string, label: value }))}
          {...(service.isUnbounded && { hint: t('search.unbounded', { name: service.name }) })}
          onChange={(most) => onChange(withSearch(options, { ...search, most: Number(most) }))}
        />
      </div>
      {/* A page body ends with its sources. */}
      {options.output?.kind !== 'body' && (
        <div class="pane-field">
          <Select
            label={t('search.into')}
            value={into}
            options={[
              { value: '', label: t('search.nowhere') },
              ...targets.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => {
              const { into: _before, ...rest } = search;
              onChange(withSearch(options, id === '' ? rest : { ...rest, into: id }));
            }}
          />
        </div>
      )}
    </>
  );
}

/** Whether a page's text ends with its sources; nothing while it does not search. */
export function AddSourcesCheckbox({ options, onChange }: SearchProps) {
  const { search } = options;
  const canSearch = useCanSearch(options, true);
  if (!search || !canSearch) return null;
  return (
    <Checkbox
      label={t('search.addSources')}
      checked={search.addSources}
      onChange={(addSources) => onChange(withSearch(options, { ...search, addSources }))}
    />
  );
}
