/**
 * Stands in for the stores while the tool that uploads to them runs: `node --import <this file> …`. It answers what that tool asks of the Chrome
 * Web Store and of addons.mozilla.org, and takes only what they would: signed credentials, and a zip. It refuses to submit anything to review.
 * `STAND_IN_PUBLIC_KEY` and `STAND_IN_SECRET` are what the credentials are checked with.
 * https://developer.chrome.com/docs/webstore/api, https://mozilla.github.io/addons-server/topics/api/addons.html
 */
import { createHash, createHmac, createVerify } from 'node:crypto';

const { STAND_IN_PUBLIC_KEY = '', STAND_IN_SECRET = '' } = process.env;
const TOKEN = 'stand-in-token';

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { method, url } = request;
  const { origin, pathname } = new URL(url);
  const answer = await answerTo(`${method} ${origin}${pathname}`, request);
  console.log(`${method} ${origin}${pathname}`);
  return Response.json(answer);
};

async function answerTo(asked: string, request: Request): Promise<unknown> {
  if (asked === 'POST https://oauth2.googleapis.com/token') {
    require(isSignedByAccount(
      new URLSearchParams(await request.text()).get('assertion') ?? '',
    ), 'not the account’s signature');
    return { access_token: TOKEN };
  }
  if (
    /^\w+ https:\/\/chromewebstore\.googleapis\.com\/(?:upload\/)?v2\/publishers\/[^/]+\/items\/[^/]+:\w+$/u.test(asked)
  ) {
    require(request.headers.get('authorization') === `Bearer ${TOKEN}`, 'no access token');
    if (asked.startsWith('GET ') && asked.endsWith(':fetchStatus')) return {};
    require(asked.startsWith('POST ') && asked.endsWith(':upload'), 'this is not a draft any more');
    takeZip('chrome', new Uint8Array(await request.arrayBuffer()));
    return { uploadState: 'SUCCEEDED' };
  }
  require(asked.includes(' https://addons.mozilla.org/api/v5/addons/'), 'nobody’s address');
  require(isSignedWithSecret(request.headers.get('authorization') ?? ''), 'not signed with the secret');
  if (/^GET \S+\/addon\/[^/]+$/u.test(asked)) return { id: 1 };
  const upload = { uuid: 'upload-1', processed: true, valid: true, validation: { errors: 0, warnings: 0, notices: 0 } };
  if (asked.startsWith('GET ') && asked.endsWith('/upload/upload-1')) return upload;
  require(asked.startsWith('POST ') && asked.endsWith('/upload/'), 'this would submit it to review');
  const form = await request.formData();
  require(form.get('channel') === 'listed', 'not for the public list');
  takeZip('firefox', await (form.get('upload') as File).bytes());
  return upload;
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(`The stand-in of the stores refuses: ${otherwise}`);
}

function takeZip(store: string, bytes: Uint8Array): void {
  require(bytes.length > 4 && Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from('PK\u0003\u0004')), 'no zip');
  console.log(`${store}: ${createHash('sha256').update(bytes).digest('hex')}`);
}

function isSignedByAccount(jwt: string): boolean {
  const [head, payload, signature = ''] = jwt.split('.');
  return createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(STAND_IN_PUBLIC_KEY, signature, 'base64url');
}

function isSignedWithSecret(authorization: string): boolean {
  const [head, payload, signature] = authorization.replace('JWT ', '').split('.');
  return createHmac('sha256', STAND_IN_SECRET).update(`${head}.${payload}`).digest('base64url') === signature;
}
