// What we use of TensorFlow.js, written down because the whole repository is type-checked without bench/ installed.

/** A tensor of TensorFlow.js, as far as we touch it. */
export interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

/** TensorFlow.js, as far as we touch it. */
export interface TensorFlow {
  tensor3d(values: Uint8Array, shape: readonly [number, number, number], dtype: "int32"): Tensor;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  getBackend(): string;
  env(): { set(flag: string, value: boolean): void };
}
