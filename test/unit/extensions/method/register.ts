/** All that a fork would add to the list of methods. */
import { l0Methods } from '../../../../src/compression/l0/methods/index.ts';
import { layerQuota } from './layer-quota.ts';

l0Methods.add(layerQuota);
