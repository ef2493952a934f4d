// The one error that talking to an API server throws. Callers match on `code`; the words are for people.
import type { ApiErrorCode, ApiErrorInfo } from '../objects/kind-state.ts';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** From Retry-After. */
  readonly retryAfterMs: number | undefined;
  /** Verb and resource: "list pods", "GET /version". */
  readonly what: string;
  /** What a person can do about it, when we know. */
  readonly cure: string | undefined;

  constructor(info: ApiErrorInfo, options?: { cause?: unknown }) {
    super(info.message, options);
    this.code = info.code;
    this.status = info.status;
    this.retryAfterMs = info.retryAfterMs;
    this.what = info.what;
    this.cure = info.cure;
  }

  /** The error as plain data, for states that travel to the screen. */
  get info(): ApiErrorInfo {
    return {
      code: this.code,
      what: this.what,
      message: this.message,
      ...(this.status === undefined ? {} : { status: this.status }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.cure === undefined ? {} : { cure: this.cure }),
    };
  }
}
