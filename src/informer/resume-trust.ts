// May a broken watch be resumed from the last version, or must the truth be listed again? A watch from a version the server has not reached
// (a backup was restored) is accepted and silently skips events, so a resumed watch that says nothing proves nothing.
// docs/decisions/0020-reflector.md has the argument.

/**
 * `heard`: the server spoke on this watch. `suspect`: the connection broke and nothing was heard since it was resumed. `settled`: a list
 * has answered the suspicion, and silence since then is a quiet kind.
 */
export class ResumeTrust {
  #is: 'heard' | 'suspect' | 'settled' = 'heard';
  #mustList = false;

  /** True when the next attempt has to start with a list. */
  get mustList(): boolean {
    return this.#mustList;
  }

  /** An event or a bookmark came. */
  heard(): void {
    this.#is = 'heard';
  }

  /** An open watch broke, or was silent for too long. */
  broke(): void {
    if (this.#is === 'suspect') this.#mustList = true;
    else if (this.#is === 'heard') this.#is = 'suspect';
  }

  /** The server could not be reached, or we slept: anything may have happened meanwhile. */
  outage(): void {
    this.#mustList = true;
  }

  listed(): void {
    this.#is = this.#is === 'suspect' ? 'settled' : 'heard';
    this.#mustList = false;
  }
}
