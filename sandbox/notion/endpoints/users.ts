import { notFound } from '../api-error.ts';
import type { Context, Endpoint } from '../context.ts';
import { need, pathId } from '../context.ts';
import { restricted } from '../api-error.ts';
import { botAnswer, userAnswer } from '../object-answers.ts';
import { listAnswer, pageOf } from '../paging.ts';

/** Needs no capability and no sharing: the best test of a token. */
export const me: Endpoint = (context) => ({ body: botAnswer(context) });

export const listUsers: Endpoint = (context) => {
  need(context, 'userInfo');
  if (context.token.kind === 'pat') throw restricted('Personal access tokens cannot list users.');
  const page = pageOf(usersOf(context), context.query);
  return { body: listAnswer('user', { ...page, items: page.items.map((user) => userAnswer(context, user)) }) };
};

export const getUser: Endpoint = (context) => {
  need(context, 'userInfo');
  const id = pathId(context, 'user_id');
  const user = usersOf(context).find((one) => one.id === id);
  if (!user) throw notFound('user', id, context.token.botName);
  return { body: userAnswer(context, user) };
};

const usersOf = (context: Context) =>
  [...context.world.users.values()].filter((user) => user.workspaceId === context.workspace.id);
