import assert from "node:assert/strict";
import { test } from "node:test";
import { openSession, type Provider } from "@fmpn/graph/inference";
import { providerFault } from "#src/runtime/provider-fault.js";

test("what ONNX Runtime says of something that is missing becomes what to do", () => {
  for (const [provider, said, told] of [
    ["webgpu", "no available backend found. ERR: [webgpu] RuntimeError: Aborted(both async and sync fetching of the wasm failed). Build with -sASSERTIONS for more info.", /^x: ort-wasm-simd-threaded\.asyncify\.wasm could not be fetched: copy it from onnxruntime-web\/dist/],
    ["wasm", "no available backend found. ERR: [wasm] RuntimeError: Aborted(both async and sync fetching of the wasm failed).", /^x: ort-wasm-simd-threaded\.wasm could not be fetched/],
    // A server's page in the place of a file.
    ["wasm", "Aborted(CompileError: WebAssembly.instantiate(): expected magic word 00 61 73 6d, found 3c 21 64 6f @+0)", /^x: ort-wasm-simd-threaded\.wasm could not be fetched/],
    ["webgpu", 'ERR: [webgpu] Error: Failed to get GPU adapter. You may need to enable flag "--enable-unsafe-webgpu" if you are using Chrome.', /^x: there is no GPU that may be used/],
    ["webgpu", "/onnxruntime_src/webgpu_context.cc:136 Failed to get a WebGPU adapter: No supported adapters\n", /^x: there is no GPU that may be used.*libvulkan1/],
    ["cuda", "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library", /^x: CUDA's libraries for ONNX Runtime are not installed/],
    ["cpu", "Protobuf\n  parsing failed.", /^x: Protobuf parsing failed\.$/],
  ] as const) {
    const { message, name, cause } = providerFault(provider, "x", new Error(said));
    assert.match(message, told);
    assert.equal(name, "ProviderError");
    assert.equal((cause as Error).message, said);
  }
});

test("a provider that there is not, and a number of threads that cannot be, are named", async () => {
  await assert.rejects(openSession(new Uint8Array(), { provider: "tpu" as Provider }), /^ProviderError: There is no provider "tpu": choose among .*cpu/);
  for (const threads of [0, -1, 1.5, Number.NaN, "4" as unknown as number]) await assert.rejects(openSession(new Uint8Array(), { threads }), /^RangeError: threads is a whole number from 1, not /);
});
