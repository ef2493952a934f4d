import { ObjectStore } from '../../src/store/object-store.ts';
import { storeContract } from './store-contract.ts';

storeContract('ObjectStore', (changed) => new ObjectStore(changed));
