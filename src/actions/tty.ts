// The person's terminal while an action has it: raw bytes both ways. screen/terminal.ts makes one and takes everything back afterwards.

export interface Tty {
  /** Cells. */
  size(): { readonly width: number; readonly height: number };
  /** What is typed, byte for byte. One listener; while its promise is open no more is read, so that a paste of megabytes waits in the terminal. */
  onInput(listener: (bytes: Uint8Array) => Promise<void> | void): void;
  onResize(listener: (size: { readonly width: number; readonly height: number }) => void): void;
  /** Resolves when the terminal has taken the bytes, so that a slow one slows down who writes. */
  write(bytes: Uint8Array): Promise<void>;
}
