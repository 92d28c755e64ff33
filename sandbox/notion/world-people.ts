import type { Capability, Plan, Token, User, Workspace } from './model.ts';
import type { World } from './world.ts';

/** A page or database id, or `workspace` for the top. */
export type Under = 'workspace' | string;

export function addWorkspace(
  world: World,
  options: { name: string; plan?: Plan; blockLimitReached?: boolean },
): Workspace {
  const workspace = {
    id: world.newId(),
    name: options.name,
    plan: options.plan ?? 'plus',
    blockLimitReached: options.blockLimitReached ?? false,
  };
  world.workspaces.set(workspace.id, workspace);
  return workspace;
}

/** The workspace of a record, or the first one. */
export function workspaceOf(world: World, under?: Under): string {
  const record = under === undefined ? undefined : world.records.get(under);
  return record?.workspaceId ?? firstWorkspace(world).id;
}

function firstWorkspace(world: World): Workspace {
  for (const workspace of world.workspaces.values()) return workspace;
  return addWorkspace(world, { name: 'Acme' });
}

export function addUser(
  world: World,
  options: { name: string; email?: string; type?: User['type']; workspaceId?: string },
): User {
  const user: User = {
    id: world.newId(),
    name: options.name,
    type: options.type ?? 'person',
    workspaceId: options.workspaceId ?? workspaceOf(world),
    ...(options.email === undefined ? {} : { email: options.email }),
  };
  world.users.set(user.id, user);
  return user;
}

/** The person who makes what seeds make. */
export function someone(world: World, workspaceId: string): User {
  for (const user of world.users.values()) if (user.type === 'person' && user.workspaceId === workspaceId) return user;
  return addUser(world, { name: 'Ada Acme', email: 'ada@acme.example', workspaceId });
}

const ALL: Capability[] = ['read', 'update', 'insert', 'userInfo'];

export function addToken(
  world: World,
  options: {
    token: string;
    kind?: Token['kind'];
    botName?: string;
    capabilities?: Capability[];
    /** Pages and databases it may see, with all below. A PAT sees everything. */
    shared?: string[];
    workspaceId?: string;
  },
): Token {
  const workspaceId = options.workspaceId ?? workspaceOf(world);
  const botName = options.botName ?? 'Visen';
  const kind = options.kind ?? 'internal';
  const bot = addUser(world, { name: botName, type: 'bot', workspaceId });
  const token: Token = {
    token: options.token,
    kind,
    workspaceId,
    botId: bot.id,
    botName,
    ...(kind === 'pat' ? { ownerId: someone(world, workspaceId).id } : {}),
    capabilities: new Set(options.capabilities ?? ALL),
    shared: new Set(options.shared ?? []),
    revoked: false,
  };
  world.tokens.set(token.token, token);
  return token;
}
