import { useTargetData } from '../../state/targetData.js';
import { listKeys, type Listing } from './listing.js';

/** The keys of the selected target. */
export const useListing = (): Listing | undefined => useTargetData(listKeys);
