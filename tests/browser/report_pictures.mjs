// node report_pictures.mjs FOLDER: the pictures of docs/reports.md, overview.png and cell.png.
import { join } from 'node:path';

import { launchChromium } from './mock.mjs';
import { newFolder, openReport, writeReport } from './report.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node report_pictures.mjs FOLDER');
  process.exit(2);
}

const own = newFolder();
const browser = await launchChromium();
try {
  const profiles = 'claude_code,claude_desktop,chatgpt,cursor,codex,vscode,plain_pkce,asks_again';
  const report = writeReport(own.folder, ['run', '--profile', profiles]);
  const pictures = [
    ['overview.png', '', 1000],
    ['cell.png', '#scenario=oauth/happy_path&client=plain_pkce', 1560],
  ];
  for (const [name, hash, height] of pictures) {
    const problems = [];
    const page = await openReport(browser, report + hash, problems, { viewport: { width: 1280, height } });
    await page.screenshot({ path: join(folder, name) });
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
} finally {
  await browser.close();
  own.remove();
}
