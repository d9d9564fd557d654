const c0 = process.cpuUsage(); const t = () => { const c = process.cpuUsage(c0); return ((c.user + c.system)/1000).toFixed(0); };
const { Recognizer } = await import("fmpn"); console.log("import", t());
const r = await Recognizer.load(); console.log("load", t());
const f = await r.recognize("/work/w-simd/demo/images/L030_smile.jpg"); console.log("first", t(), f[0].expression);
for (let i=0;i<3;i++) { await r.recognize("/work/w-simd/demo/images/L030_smile.jpg"); console.log("again", t()); }
