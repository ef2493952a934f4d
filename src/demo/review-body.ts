// Reading the body of an access review. kubectl's typed clients send these as protobuf, so the three small messages
// concerned are decoded by hand (field numbers from k8s.io/api/authorization/v1/generated.proto).
import { badRequest } from './failure.ts';

export interface ReviewBody {
  spec?: {
    namespace?: string;
    resourceAttributes?: ResourceAttributes;
    nonResourceAttributes?: { path?: string; verb?: string };
  };
}

interface ResourceAttributes {
  namespace?: string;
  verb?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  name?: string;
}

/** Protobuf bodies of Kubernetes begin with these four bytes, then a runtime.Unknown whose field 2 is the message. */
const MAGIC = Buffer.from('k8s\0');
const UNKNOWN_RAW = 2;
const REVIEW_SPEC = 2;
const LENGTH_DELIMITED = 2;
const ATTRIBUTE_FIELDS = {
  1: 'namespace',
  2: 'verb',
  3: 'group',
  4: 'version',
  5: 'resource',
  6: 'subresource',
  7: 'name',
} as const;

/** Parses a review in JSON or protobuf; throws 400 when it is neither. `isRules` tells the two specs apart. */
export function parseReview(body: Buffer, isRules: boolean): ReviewBody {
  try {
    if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return JSON.parse(body.toString()) as ReviewBody;
    const message = fields(body.subarray(MAGIC.length)).get(UNKNOWN_RAW) ?? Buffer.alloc(0);
    const spec = fields(fields(message).get(REVIEW_SPEC) ?? Buffer.alloc(0));
    return { spec: isRules ? { namespace: spec.get(1)?.toString() ?? '' } : accessSpec(spec) };
  } catch {
    throw badRequest('the object provided is unrecognized (must be of type application/json)');
  }
}

function accessSpec(spec: ReadonlyMap<number, Buffer>): NonNullable<ReviewBody['spec']> {
  const resource = spec.get(1);
  if (!resource) {
    const path = fields(spec.get(2) ?? Buffer.alloc(0));
    return { nonResourceAttributes: { path: path.get(1)?.toString() ?? '', verb: path.get(2)?.toString() ?? '' } };
  }
  const found = fields(resource);
  const resourceAttributes: ResourceAttributes = {};
  for (const [number, name] of Object.entries(ATTRIBUTE_FIELDS)) {
    resourceAttributes[name] = found.get(Number(number))?.toString() ?? '';
  }
  return { resourceAttributes };
}

/** The length-delimited fields of a message by number; these messages have no others. */
function fields(message: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at];
      if (byte === undefined || shift > 28) throw new RangeError('a varint runs over the end');
      at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if ((tag & 7) !== LENGTH_DELIMITED) throw new RangeError(`unexpected wire type ${tag & 7}`);
    const length = varint();
    found.set(tag >>> 3, message.subarray(at, at + length));
    at += length;
  }
  return found;
}
