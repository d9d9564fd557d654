export default {
  // These packages find their files by their own address, which pre-bundling would move.
  optimizeDeps: { exclude: ["fmpn", "@fmpn/graph", "onnxruntime-web"] },
  worker: { format: "es" },
};
