/** A job of ℓ0 regularisation on images of a person's own. */
import { l0DataSettings } from '../../../compression/l0/job-settings.ts';
import type { L0Job } from '../../../compression/l0/job.ts';
import { ownImages } from '../../../data/sources/own-images.ts';
import type { OwnDataset } from '../../../data/own/store.ts';

/** Share of the training images that validates. */
const VALIDATION_SHARE = 0.1;

/** With all of them, a tenth validating; with the network of the job, or else with one that takes all images. */
export function l0OnImages(job: L0Job, images: OwnDataset): object[] {
  const { train: mostTrain, validation: mostValidation, test: mostTest } = l0DataSettings();
  const validation = Math.min(mostValidation.max, Math.max(1, Math.floor(VALIDATION_SHARE * images.train)));
  const train = Math.min(mostTrain.max, images.train - validation);
  return [job.model.name, ownImages.network.usual].map((name) => ({
    ...job,
    images,
    data: { ...job.data, name: ownImages.id, train, validation, test: Math.min(mostTest.max, images.test) },
    model: { ...job.model, name },
    training: { ...job.training, loss: ownImages.task.losses[0].id, batchSize: Math.min(job.training.batchSize, train) },
  }));
}
