export { gemm, gemmWorkspaceBytes } from './gemm';
export { adam } from './optimizer';
