/** Settings that ℓ0 methods share: how strongly, and from when on, weights are pushed to zero. What each has of its own is in its file. */
import { choice, number, type Setting } from '../../data/setting.ts';
import { needs, type Needing } from './methods/traits.ts';
import { yesOrNo } from './yes-or-no.ts';

export const methodSettings = {
  alpha: needs(
    'hasAlpha',
    number({
      title: 'Regularisation α',
      symbol: 'α',
      help: 'Weight of the penalty against the mean loss, added at every training step. At 0 training is plain. Of use on LeNet-300-100: 10⁻⁶ to 10⁻³ for R-L1, a tenth of that for DRR, 10⁻⁹ to 10⁻⁶ for PMMP, 10⁻⁵ to 10⁻³ for ℓ0-ADMM, 10⁻⁶ to 10⁻⁴ for hard-concrete gates, where it weighs the expected number of open ones.',
      // ADMM and gates from l0-mnist-mlp-quick, one seed: CR 1.2, 1.9 and 32 at 1e-6, 1e-5 and 1e-4; CR 6, 9 and 21 at the same three.
      differs: 'The paper gives no α for MNIST, CIFAR and teacher-student.',
      default: 1e-5,
      min: 0,
      max: 10,
      step: 1e-5,
    }),
  ),
  alphaScale: needs(
    'hasAlpha',
    choice({
      title: 'Scale of α',
      help: 'Whether α counts as it is set, or divided by the number of training samples.',
      differs: 'The example scripts of the authors’ code divide by the number of samples; the scripts of its experiments do not.',
      options: [
        { value: 'raw', title: 'As set' },
        { value: 'perSample', title: 'Divided by samples' },
      ],
      default: 'raw',
    }),
  ),
  alphaSchedule: needs(
    'regularises',
    choice({
      title: 'α over time',
      help: 'Constant, or rising in a straight line from 0 over the first half of the least number of epochs.',
      differs: 'The paper says that a rising α makes training more stable and gives no formula; its code keeps α constant.',
      options: [
        { value: 'constant', title: 'Constant' },
        { value: 'ramp', title: 'Ramp' },
      ],
      default: 'constant',
    }),
  ),
  alphaFollowsRate: needs(
    'regularises',
    choice({
      title: 'α follows the learning rate',
      help: 'Whether α is multiplied by the present learning rate over the largest.',
      differs: 'Off in the code, which divides by the rate at the start: after a warm-up from almost nothing that would be a huge α.',
      options: yesOrNo,
      default: 'no',
    }),
    { 'training.schedule': ['cosine', 'cosine-by-step'] },
  ),
  prelude: needs(
    'regularises',
    number({
      title: 'Prelude',
      help: 'Epochs of plain training before the penalty sets in.',
      default: 0,
      min: 0,
      max: 10_000,
      integer: true,
      step: 1,
      unit: 'epochs',
    }),
  ),
  // Layerwise pruning trains before it with ρ as well.
  rho: {
    ...number({
      title: 'ℓ2 strength ρ',
      symbol: 'ρ',
      help: 'Weight of ρ‖θ‖², whose gradient is 2ρθ, in the first phase.',
      differs: 'On ImageNet the paper equates its ρ with a weight decay of half the size; the gradient 2ρθ is that of twice the size.',
      default: 0,
      min: 0,
      max: 1,
      step: 1e-5,
    }),
    needs: [{ trait: 'regularises' }, { trait: 'byLayer' }],
  } satisfies Needing<Setting>,
  normScale: needs(
    'penalises',
    choice({
      title: 'Normalisation scale',
      help: 'Whether the penalty reaches the scale of batch normalisation. As the code: R-L1 and ρ leave it alone, the others do not.',
      differs: 'The authors’ code treats its methods differently here; the paper does not say.',
      options: [
        { value: 'as-code', title: 'As the code' },
        { value: 'exempt', title: 'Left alone' },
        { value: 'penalised', title: 'Penalised' },
      ],
      default: 'as-code',
    }),
  ),
} as const;
