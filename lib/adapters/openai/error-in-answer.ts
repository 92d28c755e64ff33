/** An error object that came from a server: inside an answer with status 200, or as the body of a refusal. */
export class ErrorInAnswer extends Error {
  override readonly name = 'ErrorInAnswer';
  readonly value: unknown;
  readonly headers: Headers;
  /** Of a refusal that came by HTTP. */
  readonly status: number | undefined;

  constructor(value: unknown, headers: Headers, status?: number) {
    super('an error instead of an answer');
    this.value = value;
    this.headers = headers;
    this.status = status;
  }
}
