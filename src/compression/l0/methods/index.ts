/** The ℓ0 methods, in the order in which the form offers them: one line each. */
import { Registry } from '../../../data/registry.ts';
import type { L0Job } from '../job-type.ts';
import { drrO } from './drr-o.ts';
import { drr } from './drr.ts';
import { fpp } from './fpp.ts';
import { gradualMagnitude } from './gradual-magnitude.ts';
import { hardConcrete } from './hard-concrete.ts';
import { l0Admm } from './l0-admm.ts';
import { layerwise } from './layerwise.ts';
import { learningAlong } from './learning-along.ts';
import { lotteryTicket } from './lottery-ticket.ts';
import { magnitudeFinetune } from './magnitude-finetune.ts';
import type { L0Method } from './method.ts';
import { neuronMethods } from './neurons.ts';
import { pmmp } from './pmmp.ts';
import { randomFinetune } from './random-finetune.ts';
import { rl1 } from './rl1.ts';
import { semiStructured } from './semi-structured.ts';
import { snip } from './snip.ts';
import { synflow } from './synflow.ts';
import { vanilla } from './vanilla.ts';

export const l0Methods = new Registry<L0Method>('ℓ0 method').add(
  vanilla,
  rl1,
  drr,
  drrO,
  pmmp,
  fpp,
  l0Admm,
  hardConcrete,
  layerwise,
  magnitudeFinetune,
  randomFinetune,
  lotteryTicket,
  gradualMagnitude,
  snip,
  synflow,
  semiStructured,
  ...neuronMethods,
  learningAlong,
);

/** What a job without a method of its own is trained by. */
export const defaultL0Method: L0Method = drr;

/** The method of a job. @throws RangeError for one that is not in the list, which its schema refuses */
export const l0MethodOf = ({ compression }: Pick<L0Job, 'compression'>): L0Method => l0Methods.get(compression.method);
