// The language of the table of kept fields. One row names a field's JSON name (its property), its protobuf number and its type; the
// trimmers of both encodings and the TypeScript type of the kept object are derived from the same row, so they cannot drift apart.

/** An absent `text` is '', an absent `int` 0, an absent `bool` false: what Kubernetes means by leaving out a non-pointer field. */
type Plain = { readonly type: 'text' | 'int' | 'bool'; readonly proto: number };
/** Pointer fields, where absent differs from zero (`replicas`, `conditions.ready`); instants are milliseconds since the epoch. */
type Optional = { readonly type: 'optionalInt' | 'optionalBool' | 'instant' | 'intOrString'; readonly proto: number };
/** `map` is string → string, `quantities` resource name → quantity as written (`250m`, `1Gi`), `texts` a list of strings. */
type Collection = { readonly type: 'map' | 'quantities' | 'texts'; readonly proto: number };
/** `message` is always there (all fields empty when the server left it out), `optionalMessage` may be undefined. */
type Nested = {
  readonly type: 'message' | 'optionalMessage' | 'list';
  readonly proto: number;
  readonly fields: FieldTable;
};

export type Field = Plain | Optional | Collection | Nested;
export type FieldTable = { readonly [jsonName: string]: Field };

type KeptValue<F extends Field> = F extends { type: 'text' }
  ? string
  : F extends { type: 'int' }
    ? number
    : F extends { type: 'bool' }
      ? boolean
      : F extends { type: 'optionalInt' | 'instant' }
        ? number | undefined
        : F extends { type: 'optionalBool' }
          ? boolean | undefined
          : F extends { type: 'intOrString' }
            ? number | string | undefined
            : F extends { type: 'map' | 'quantities' }
              ? Readonly<Record<string, string>>
              : F extends { type: 'texts' }
                ? readonly string[]
                : F extends { type: 'message'; fields: infer T extends FieldTable }
                  ? Kept<T>
                  : F extends { type: 'optionalMessage'; fields: infer T extends FieldTable }
                    ? Kept<T> | undefined
                    : F extends { type: 'list'; fields: infer T extends FieldTable }
                      ? readonly Kept<T>[]
                      : never;

/** The object that trimming by table `T` gives. */
export type Kept<T extends FieldTable> = { readonly [Name in keyof T]: KeptValue<T[Name]> };

export const text = (proto: number) => ({ type: 'text', proto }) as const;
export const int = (proto: number) => ({ type: 'int', proto }) as const;
export const bool = (proto: number) => ({ type: 'bool', proto }) as const;
export const optionalInt = (proto: number) => ({ type: 'optionalInt', proto }) as const;
export const optionalBool = (proto: number) => ({ type: 'optionalBool', proto }) as const;
export const instant = (proto: number) => ({ type: 'instant', proto }) as const;
export const intOrString = (proto: number) => ({ type: 'intOrString', proto }) as const;
export const map = (proto: number) => ({ type: 'map', proto }) as const;
export const quantities = (proto: number) => ({ type: 'quantities', proto }) as const;
export const texts = (proto: number) => ({ type: 'texts', proto }) as const;
export const message = <const T extends FieldTable>(proto: number, fields: T) =>
  ({ type: 'message', proto, fields }) as const;
export const optionalMessage = <const T extends FieldTable>(proto: number, fields: T) =>
  ({ type: 'optionalMessage', proto, fields }) as const;
export const list = <const T extends FieldTable>(proto: number, fields: T) =>
  ({ type: 'list', proto, fields }) as const;
