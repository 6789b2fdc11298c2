export { gemm, gemmWorkspaceBytes } from './gemm';
export { adam } from './optimizer';
export { reluGradient } from './elementwise';
export { crossEntropy, crossEntropyScratchBytes } from './cross-entropy';
