/** What the bench uses of scs-solver 1.0.2, which comes without types: minimise ½xᵀPx + cᵀx subject to Ax + s = b, s in a cone. */
declare module 'scs-solver' {
  /** Sparse matrices by columns: values, row numbers, and where each column begins. P is the upper triangle. */
  export interface ScsData {
    readonly m: number;
    readonly n: number;
    readonly A_x: readonly number[];
    readonly A_i: readonly number[];
    readonly A_p: readonly number[];
    readonly P_x: readonly number[];
    readonly P_i: readonly number[];
    readonly P_p: readonly number[];
    readonly b: readonly number[];
    readonly c: readonly number[];
  }

  /** The first `z` rows are equalities, the next `l` inequalities. */
  export interface ScsCone {
    readonly z: number;
    readonly l: number;
  }

  export interface ScsSettings {
    epsAbs: number;
    epsRel: number;
    maxIters: number;
    verbose: number;
    delete(): void;
  }

  export interface ScsSolution {
    readonly x: readonly number[];
    readonly status: string;
    readonly info: { readonly iter: number };
  }

  export interface Scs {
    readonly ScsSettings: new () => ScsSettings;
    setDefaultSettings(settings: ScsSettings): void;
    solve(data: ScsData, cone: ScsCone, settings: ScsSettings): ScsSolution;
  }

  export default function createScs(options?: { readonly locateFile?: () => string }): Promise<Scs>;
}
