export { gemm, gemmWorkspaceBytes } from './gemm';
export { adam } from './optimizer';
export { reluGradient } from './elementwise';
export { crossEntropy, crossEntropyScratchBytes } from './cross-entropy';
export { setWindow } from './window';
export { conv2d, conv2dFilterGradient, conv2dInputGradient, convScratchBytes } from './conv';
export { maxPool, maxPoolGradient } from './pool';
export { segmentSum } from './segment';
