// The request on the page as a program would write it.
"use strict";

const snippets = (() => {
  const mime = (name) => (/\.jpe?g$/i.test(name) ? "jpeg" : /\.webp$/i.test(name) ? "webp" : "png");
  const json = (value) => JSON.stringify(value);

  // Fields in the order of the body: those of `files` are read from a file, the rest is written as it is.
  const fields = (body, files, read, write) =>
    Object.entries(body).map(([name, value]) => [name, files[name] ? read(files[name]) : write(value)]);

  function curl({ api, endpoint, body, files }) {
    const shell = (text) => text.replace(/[\\$`]/g, "\\$&");
    const read = (file) => `"data:image/${mime(file)};base64,$(base64 < '${file.replaceAll("'", "'\\''")}' | tr -d '\\n')"`;
    const lines = fields(body, files, read, (value) => shell(json(value))).map(([name, value]) => `  "${name}": ${value}`);
    return `curl -s "${api}/tryon/${endpoint}" \\
  -H "Authorization: Bearer $FITTINGROOM_KEY" -H "Content-Type: application/json" -d @- <<JSON
{
${lines.join(",\n")}
}
JSON

# It answers with an id; ask for the pictures until they are there:
curl -s "${api}/status/ID" -H "Authorization: Bearer $FITTINGROOM_KEY"`;
  }

  function python({ api, endpoint, body, files }) {
    const literal = (value) => (value === true ? "True" : value === false ? "False" : json(value));
    const lines = fields(body, files, (file) => `image(${json(file)})`, literal).map(([name, value]) => `    "${name}": ${value},`);
    const reader = Object.keys(files).length ? `

def image(path):
    kind = "jpeg" if path.lower().endswith((".jpg", ".jpeg")) else path.rsplit(".", 1)[-1].lower()
    with open(path, "rb") as file:
        return f"data:image/{kind};base64," + base64.b64encode(file.read()).decode()

` : "";
    return `import ${reader ? "base64, " : ""}os, time

import requests

api = "${api}"
headers = {"Authorization": "Bearer " + os.environ["FITTINGROOM_KEY"]}
${reader}
body = {
${lines.join("\n")}
}
answer = requests.post(f"{api}/tryon/${endpoint}", headers=headers, json=body).json()
job = {"status": "processing"}
while job["status"] == "processing":
    time.sleep(1)
    job = requests.get(f"{api}/status/{answer['id']}", headers=headers).json()
print(job["output"] or job["error"])`;
  }

  function javascript({ api, endpoint, body, files }) {
    const read = (file) => `await image(${json(file)})`;
    const lines = fields(body, files, read, json).map(([name, value]) => `  ${name}: ${value},`);
    const reader = Object.keys(files).length ? `import { readFile } from "node:fs/promises";

const image = async (path) =>
  \`data:image/\${/\\.jpe?g$/i.test(path) ? "jpeg" : "png"};base64,\${(await readFile(path)).toString("base64")}\`;
` : "";
    return `${reader}const api = "${api}";
const headers = { Authorization: \`Bearer \${process.env.FITTINGROOM_KEY}\`, "Content-Type": "application/json" };

const body = {
${lines.join("\n")}
};
const answer = await fetch(\`\${api}/tryon/${endpoint}\`, { method: "POST", headers, body: JSON.stringify(body) });
const { id } = await answer.json();
let job;
do {
  await new Promise((wake) => setTimeout(wake, 1000));
  job = await (await fetch(\`\${api}/status/\${id}\`, { headers })).json();
} while (job.status === "processing");
console.log(job.status === "completed" ? job.output : job.error);`;
  }

  return { curl, python, javascript };
})();
