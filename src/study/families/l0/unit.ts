/** What the training of an ℓ0 job is counted in. */
import { grouped } from '../../../math/number-text.ts';
import type { Unit } from '../../family.ts';
import type { L0Job } from './types.ts';

const epoch: Unit = { one: 'epoch', many: 'epochs', first: 1 };

/** Ways through the training set, or rounds of so many steps, where these do not begin with the data. */
export const l0Unit = ({ training: { roundSteps } }: L0Job): Unit =>
  roundSteps === 0 ? epoch : { one: 'round', many: 'rounds', first: 1, of: `${grouped(roundSteps)} steps` };
