/** Every service of Settings at its own address: hosts of the web, and ports of this computer for those that run on it. */
import { SERVICE_IDS, SERVICES, type ServiceId } from '../../lib/language-model/compatible-services.ts';
import type { Handler } from '../front/front.ts';
import type { ModelServer } from './openai-api.ts';
import { createServiceApi, SERVICE_FORMS } from './service-api.ts';
import type { ModelServerOptions } from './server-options.ts';

export type PlayedService = Exclude<ServiceId, 'other'>;
export type ServiceServers = Readonly<Record<PlayedService, ModelServer>>;

export const isPlayed = (id: ServiceId): id is PlayedService => id !== 'other';

/** The Base URL that leads to the stand-in: the preset's own, in Azure's with the name of a resource where a person types it. */
export const baseUrlOf = (id: PlayedService): string => SERVICES[id].baseUrl.replace('YOUR-RESOURCE', 'sandbox-demo');

export function createServiceServers(anthropic: ModelServer, options: ModelServerOptions = {}): ServiceServers {
  const servers = SERVICE_IDS.filter(isPlayed).map((id) => [
    id,
    id === 'anthropic' ? anthropic : createServiceApi(SERVICE_FORMS[id], options),
  ]);
  return Object.fromEntries(servers) as ServiceServers;
}

/** What answers under a host of the web. */
export function hostedHandlers(servers: ServiceServers): Readonly<Record<string, Handler>> {
  return Object.fromEntries(addresses(servers, 'https:').map(([url, handle]) => [url.hostname, handle]));
}

/** What answers at a port of localhost, by `localhost:port`. */
export function localHandlers(servers: ServiceServers): Readonly<Record<string, Handler>> {
  return Object.fromEntries(addresses(servers, 'http:').map(([url, handle]) => [url.host, handle]));
}

function addresses(servers: ServiceServers, protocol: 'http:' | 'https:'): [URL, Handler][] {
  return SERVICE_IDS.filter(isPlayed)
    .map((id): [URL, Handler] => [new URL(baseUrlOf(id)), servers[id].handle])
    .filter(([url]) => url.protocol === protocol);
}
