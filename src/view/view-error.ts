// What is wrong with a view file, said so that a person finds the place and knows what to write instead.

export type ViewErrorCode =
  | 'unreadable' // the file could not be read
  | 'syntax' // not YAML, or not a mapping
  | 'unknown-field'
  | 'missing-field'
  | 'wrong-type' // also a number out of bounds
  | 'unknown-kind'
  | 'unknown-value' // no such column value for the view's kinds
  | 'unknown-column' // sort by a title that is not there
  | 'unknown-view' // drill to a view that does not exist
  | 'duplicate'; // a name or title used twice

/** `line` counts from 1; `field` is a path like `columns[2].width`, '' for the file as a whole. */
export type ViewError = {
  readonly code: ViewErrorCode;
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
  readonly cure: string;
};

/** `pods.yaml:7 columns[2].width: must be … (write …)`. */
export function viewErrorText({ file, line, field, message, cure }: ViewError): string {
  const at = field === '' ? '' : ` ${field}:`;
  return `${file}:${line}${at} ${message}${cure === '' ? '' : ` (${cure})`}`;
}
