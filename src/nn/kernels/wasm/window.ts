import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';

export type Shape4 = [number, number, number, number];

/** What tfjs's convolution kernels have in common. */
export interface ConvAttrs {
  readonly strides: [number, number] | number;
  readonly pad: tf.Conv2DAttrs['pad'];
  /** Depthwise kernels have none: they know one format only. */
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The geometry of a convolution of x [batch, height, width, channels] with a filter.
 * @throws if the images have their channels first
 */
export function convGeometry(
  kernelName: string,
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: ConvAttrs,
  depthwise = false,
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  if (dataFormat === 'NCHW') {
    throw new Error(`${kernelName} on the WebAssembly backend takes images as [batch, height, width, channels] (NHWC), not NCHW.`);
  }
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}

/** Tells the module the geometry for the convolution or pooling call that follows. */
export function setWindow({ functions }: KernelModule, info: tf.backend_util.Conv2DInfo): void {
  functions.setWindow(
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.filterHeight,
    info.filterWidth,
    info.outHeight,
    info.outWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
  );
}
