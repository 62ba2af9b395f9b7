// Run by a test with types generated beside it, as a customer would use them: prints what it saw as JSON.
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Clothes = components["schemas"]["FashionRequest"];

const [, , baseUrl = "", key = "", photo = ""] = process.argv;
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const stranger = createClient<paths>({ baseUrl, headers: { Authorization: "Bearer fr_nobody" } });
const image = (await readFile(photo)).toString("base64");

async function finish(accepted: { id: string } | undefined): Promise<string[]> {
  if (accepted === undefined) throw new Error("the request was refused");
  for (let asked = 0; asked < 600; asked += 1) {
    const { data } = await client.GET("/api/v1/status/{job_id}", { params: { path: { job_id: accepted.id } } });
    if (data?.status === "completed") return data.output;
    if (data?.status === "failed") throw new Error(`${data.error.name}: ${data.error.message}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error("the job did not end");
}

const clothes: Clothes = {
  model_image: image, garment_image: image, category: "clothing", subcategory: "tops", num_samples: 2,
};
const fashion = await client.POST("/api/v1/tryon/fashion", { body: clothes });
const hairstyle = await client.POST("/api/v1/tryon/hairstyle", {
  body: { face_image: image, haircut: "BobCut", hair_color: "ash blonde" },
});
const tattoo = await client.POST("/api/v1/tryon/tattoo", {
  params: { header: { Prefer: "wait=30" } },
  body: { body_image: image, design_image: image, region: { x: 0.3, y: 0.2, w: 0.3, h: 0.3 } },
});
const pictures = [...await finish(fashion.data), ...await finish(hairstyle.data)];
if (tattoo.data !== undefined && "status" in tattoo.data) pictures.push(...tattoo.data.output);

// What is no haircut doesn't compile; whoever asks for it all the same is told so by the server.
// @ts-expect-error
const wrong = await client.POST("/api/v1/tryon/hairstyle", { body: { face_image: image, haircut: "Mullet" } });
const refused = await client.POST("/api/v1/tryon/fashion", { body: { ...clothes, num_samples: 9 } });
const unknown = await stranger.GET("/api/v1/credits");
const missing = await client.GET("/api/v1/status/{job_id}", { params: { path: { job_id: "0".repeat(24) } } });
const jobs = await client.GET("/api/v1/jobs", { params: { query: { limit: 2 } } });
const credits = await client.GET("/api/v1/credits");

console.log(JSON.stringify({
  pictures,
  wrong: wrong.response.status,
  refused: [refused.response.status, refused.error?.error, refused.error?.message],
  unknown: [unknown.response.status, unknown.error?.error],
  missing: missing.error?.error,
  jobs: jobs.data?.jobs.map(({ kind }) => kind),
  left: credits.data?.credits.on_demand,
}));
