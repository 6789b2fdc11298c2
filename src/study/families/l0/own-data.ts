/** A job of ℓ0 regularisation on data of a person's own. */
import { l0DataSettings } from '../../../compression/l0/job-settings.ts';
import type { L0Job } from '../../../compression/l0/job.ts';
import { ownImages } from '../../../data/sources/own-images.ts';
import { ownText } from '../../../data/sources/own-text.ts';
import type { OwnDataset } from '../../../data/own/store.ts';
import type { OwnText } from '../../../data/own/texts.ts';
import { sourceOf } from '../../../data/sources/index.ts';
import type { OwnChoice } from '../../../data/sources/source.ts';
import { splitRefusal } from '../../../data/text/split.ts';

/** Share of the training images that validates. */
const VALIDATION_SHARE = 0.1;

export const l0OnOwn = (job: L0Job, { images, text }: OwnChoice): object[] =>
  images ? onImages(job, images) : text ? onText(job, text) : [];

/** With all of them, a tenth validating; with the network of the job, or else with one that takes all images. */
function onImages(job: L0Job, images: OwnDataset): object[] {
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

/** Chunks of a step for networks that were on other data: 1,024 bytes where a chunk has 64. */
const CHUNKS = 16;

/** Split where it is long enough to be; with the network of the job, or else with the usual one of texts. */
function onText(job: L0Job, text: OwnText): object[] {
  const { data, training } = job;
  const wasText = sourceOf(job).kind === ownText.kind;
  const split = splitRefusal(text.bytes, 'interleaved') === null ? data.split : 'none';
  return [job.model.name, ownText.network.usual].map((name) => ({
    ...job,
    text,
    data: { ...data, name: ownText.id, split, order: wasText ? data.order : ownText.usualOrder },
    model: { ...job.model, name },
    training: { ...training, loss: ownText.task.losses[0].id, batchSize: wasText ? training.batchSize : CHUNKS },
  }));
}
