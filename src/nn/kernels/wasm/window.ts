import type * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';

/** Tells the module the geometry for the convolution or pooling call that follows. */
export function setWindow({ functions }: KernelModule, info: tf.backend_util.Conv2DInfo): void {
  functions.setWindow(
    info.batchSize, info.inHeight, info.inWidth, info.inChannels,
    info.filterHeight, info.filterWidth, info.outHeight, info.outWidth,
    info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth,
    info.padInfo.top, info.padInfo.left,
  );
}
