// The part of the graph that views read; tests of views need to fake no more than this.
import type { GraphReader } from '../graph/graph-reader.ts';

/** What views ask of the graph. */
export type ViewGraph = Pick<
  GraphReader,
  | 'object'
  | 'container'
  | 'has'
  | 'objects'
  | 'objectsIn'
  | 'ids'
  | 'parents'
  | 'children'
  | 'isBelow'
  | 'slices'
  | 'aboard'
  | 'warnings'
>;
