import { viewBytes } from "../element-type.js";
import type { OnnxModel } from "../onnx/model.js";

/** Below this, a weight's product with what it meets soon is a subnormal number. */
const TINY = 1e-30;

/** Operators that multiply with weights and add biases; a small number elsewhere may have a meaning. */
const weighing: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/**
 * Makes nothing of next to nothing. Weight decay leaves channels that a network gave up at values such as 10⁻⁴⁰, which change no
 * answer; but many processors compute with such subnormal numbers a hundred times slower than with others, and WebAssembly
 * cannot tell them not to.
 */
export function flushTiny(model: OnnxModel): OnnxModel {
  const weights = new Set(model.graph.nodes.filter(({ operator, domain }) => domain === "" && weighing.has(operator)).flatMap(({ inputs }) => inputs.slice(1)));
  const initializers = model.graph.initializers.map((tensor) => {
    if (tensor.type !== "float32" || !weights.has(tensor.name)) return tensor;
    const values = viewBytes("float32", tensor.bytes) as Float32Array;
    if (!values.some((value) => value !== 0 && Math.abs(value) < TINY)) return tensor;
    return { ...tensor, bytes: new Uint8Array(values.map((value) => (Math.abs(value) < TINY ? 0 : value)).buffer) };
  });
  return { ...model, graph: { ...model.graph, initializers } };
}
