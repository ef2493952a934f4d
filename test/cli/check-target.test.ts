import { expect, it } from 'vitest';
import { parseTarget } from '../../src/cli/check-target.ts';

it.each([
  ['shop', { namespace: 'shop', kind: undefined, name: undefined }],
  ['shop/deploy', { namespace: 'shop', kind: 'Deployment', name: undefined }],
  ['shop/svc/cart', { namespace: 'shop', kind: 'Service', name: 'cart' }],
  ['-/node/a', { namespace: undefined, kind: 'Node', name: 'a' }],
  ['-/pods', { namespace: undefined, kind: 'Pod', name: undefined }],
])('reads %s', (text, target) => expect(parseTarget(text)).toEqual({ text, ...target }));

it.each([
  ['shop/deployent', "did you mean 'Deployment'"],
  ['a/b/c/d', 'NAMESPACE/KIND/NAME'],
  ['shop//x', 'NAMESPACE/KIND/NAME'],
  ['-', 'needs a kind'],
  ['shop/node/a', 'has no namespace; write -/node/a'],
  ['-/pod/a', 'name the namespace'],
])('refuses %s and says why', (text, why) => expect(() => parseTarget(text)).toThrow(why));
