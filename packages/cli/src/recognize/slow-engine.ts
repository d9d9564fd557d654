import { NATIVE_FROM, type Provider } from "@fmpn/graph/inference";
import { layerCosts, totalCost } from "@fmpn/graph/onnx";
import type { ModelInfo } from "fmpn";
import { faceNetwork } from "fmpn/networks";

/**
 * What to install where a model runs on an engine that is slower than the one which would have been chosen; undefined where
 * there is nothing to gain.
 *
 * @param chosen the provider that was asked for by name
 */
export function slowEngineNote({ model: { settings, classes }, provider }: { readonly model: ModelInfo; readonly provider: Provider }, chosen: Provider | undefined): string | undefined {
  if (chosen !== undefined || (provider !== "simd" && provider !== "wasm")) return undefined;
  const missing = "onnxruntime-node, which is not installed here or did not load: npm install onnxruntime-node";
  if (settings === undefined) return provider === "wasm" ? `running on wasm; faster is ${missing}` : undefined;
  const { network, logits, mask } = faceNetwork(settings, classes.length);
  const { macs } = totalCost(layerCosts([mask, logits], network.parameters));
  if (macs < NATIVE_FROM) return undefined;
  return `running on ${provider}; a model of ${(macs / 1e9).toFixed(1)} billion multiplications a face runs faster on ${missing}`;
}
