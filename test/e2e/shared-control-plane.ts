// The door of every end-to-end file to the control plane they share (control-plane-setup.ts).
import { describe, inject } from 'vitest';
import { ClusterHand } from './controlplane/cluster-hand.ts';

const address = inject('controlPlane');

/** A `describe` that is skipped where no control plane can be built. */
export const describeReal = describe.skipIf(address === undefined);

/** The shared control plane's hand: `hand().createApp('shop', 'cart', 3)`. To break an API server start one of your own. */
export function hand(): ClusterHand {
  if (address === undefined) throw new Error('no control plane: use describeReal');
  return new ClusterHand(address);
}
