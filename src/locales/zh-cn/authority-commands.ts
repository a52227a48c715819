import type { CommandTexts } from '../command-texts.ts'

export const commandTextsZh: CommandTexts = {
  commands: {
    init: {
      summary: '新建工作目录：密钥、表格模板、规则',
      help: `生成 authority.json、roles.json、tables/listings.csv、brands.csv、rule-sets/ 和 keys/。
keys/offline 存放 root、targets、brands、scheme 的密钥：请移到别处保管，签名时再拿回来。
keys/online 存放 timestamp、snapshot、redeemed 的密钥，由机器自动签名。

  --sample              用虚构型号填好表格（--count 条数，默认 3000；--seed 种子，默认 1），
                        并生成试用的平台密钥
  --platform 文件       平台的公钥和地址，即 platform.json
  --share brands=3/2    某个角色设三把密钥，须两把签名；可多次使用
  --passphrase-file 文件   用文件第一行的口令加密离线密钥（或用 TRADEIN_PASSPHRASE）`,
    },
    columns: {
      summary: '列出可识别的表头',
      help: '全角半角、大小写、空格、标点和括号里的单位都不影响识别。带 * 的列必填。',
    },
    check: {
      summary: '检查表格和规则，一次列出全部问题',
      help: `每张表读一遍，指出哪一行、哪一列有什么问题。

  --report 文件.csv  把全部问题写成表格，便于退回填表人
  --limit 条数       最多显示多少条（默认 50），报告里是全部
  --strict           提示也算错误
有错误时退出码为 1。`,
    },
    build: {
      summary: '检查、分段、签名并发布到 repository/',
      help: `先像 check 一样检查，再用手头的密钥签名，发布到 repository/ 目录，任何静态网站服务器都能提供。
内容没有变的角色保留原来的签名，不需要它的密钥。

  --pass-errors        有错误也发布，出错的行不收录
  --renew 角色,角色    重新签名这些角色，延长有效期
  --report、--limit    与 check 相同
  --passphrase-file 文件  打开加密的密钥（或用 TRADEIN_PASSPHRASE）
某个角色需要的签名多于手头的密钥时，待签文件放在 signing/。
各持有人运行“tradein-authority sign <文件> --key <密钥>”，然后再运行 build。`,
    },
    diff: {
      summary: '与正在使用的发布逐条比较',
      help: `显示收银台会看到的变化：新增、删除的型号，以及每个不同的字段。

  --against 地址   与哪个服务器或目录比较（默认：本项目的 repository/）
  --limit 条数     最多显示多少条变化（默认 100）
有变化时退出码为 1。`,
    },
    keys: {
      summary: '查看密钥和门限；授权品牌自行签名',
      help: `列出每个角色的门限、签名有效期，以及手头有哪些私钥。

  delegate <品牌>   为该品牌生成密钥：从下次 build 起，models/<品牌>/* 由它签名，
                    收银台会核对其中没有其他品牌的型号
  --passphrase-file 文件   加密新的密钥`,
    },
    sign: {
      summary: '给待签文件加一个签名（多人签名）',
      help: `文件是 build 或 rotate-root 放在 signing/ 里的，是可读的 JSON：签名前请先看一遍。
同一把密钥再签一次，会替换它原来的签名。

  --key 文件              用哪把密钥签名
  --passphrase-file 文件  密钥有加密时用来打开（或用 TRADEIN_PASSPHRASE）`,
    },
    timestamp: {
      summary: '每日重签时间戳，证明没有更新的发布',
      help: `只需要 timestamp 密钥，可由机器自动运行。收银台从这一时刻起计算数据的新旧。

  --passphrase-file 文件   打开这里的加密密钥`,
    },
    redeemed: {
      summary: '发布某期已享补贴的序列号过滤器',
      help: `由条码和序列号的表格生成 redeemed/<期>.flt，只用在线密钥发布。
期是 2026-03 这样的名称；退回的序列号用“cleared”。

  --units 文件.csv   列：商品条码（gtin）、序列号（serial）
  --periods 期数     收银台同时保存多少期（默认 12）：越多，指纹越长，
                     使全部各期的误报率合计不超过 65,536 分之一
  --passphrase-file 文件   打开这里的加密密钥`,
    },
    'rotate-root': {
      summary: '更换密钥或延长根证书',
      help: `不带 --replace 时，用原来的密钥重签 root。带上时，该角色换新密钥，引用它的角色一并重签。
新的 root 须由新旧 root 密钥共同签名，请都带上。旧密钥文件会保留：发布后请销毁。

  --replace timestamp       换一把新密钥
  --replace brands=3/2      换三把新密钥，须两把签名；可多次使用
  --passphrase-file 文件    打开加密的密钥，并加密新的密钥`,
    },
    inspect: {
      summary: '查看已发布的内容：版本、签名角色、到期、文件',
      help: `显示收银台看到的内容：每个角色的版本、签发时刻，以及各角色签名的文件。

  --root 文件   从哪个 root 开始（默认：该处自己的第一个 root，不能证明来源）`,
    },
    verify: {
      summary: '按收银台的规则验证已发布内容',
      help: `从固定的 root 开始，做收银台自己的全部检查：签名、门限、版本、有效期、每个文件的哈希、
每个分段的格式，以及自行签名的品牌只列了自己的型号。

  --root 文件   收银台固定的 root
有任何会被拒绝的内容时退出码为 1。`,
    },
    chain: {
      summary: '把一个收银台的记录作为一条链检查',
      help: `查出被删除、移动、改动、分叉、恢复或误闭合之处，并指出在列表中的位置（从 0 数起）。
文件每行一条签过名的记录（紧凑 JWS），或为 JSON 列表。

  --keys 文件             收银台的公钥：{ keyId, key, store, till, epoch } 的 JSON 列表
  --head 期.序号.哈希     收银台或平台所说的链尾
  --partial               列表可能不从头开始
  --unordered             列表无序，或按到达顺序
查出问题时退出码为 1。`,
    },
  },
  overview: '各命令的说明：tradein-authority <命令> --help。提示语言：--lang zh|en。',
  unknownCommand: (name) => `没有“${name}”这个命令。`,
  needs: (command, operand) => `${command} 缺少 ${operand}`,

  progress: ({ stage, done, total }) => {
    const count = `${String(done)}${total === null ? '' : ` / ${String(total)}`}`
    if (stage === 'read') return `已读 ${String(done)} 行`
    return stage === 'segment' ? `已写品牌分组 ${count}` : `已签名 ${count}`
  },
  ruleFinding: (ruleSet, field, text, weight) =>
    `规则 ${ruleSet}，${field}：${text} [${weight === 'error' ? '错误' : '提示'}]`,
  moreFindings: (count) => `…… 还有 ${String(count)} 条：用 --report 文件.csv 查看`,
  table: (name, rows, encoding, ignored) =>
    `${name}：${String(rows)} 行，${encoding}${ignored.length > 0 ? `；未使用的列：${ignored.join('、')}` : ''}`,
  totals: (listings, errors, warnings) =>
    `型号 ${String(listings)} 个，错误 ${String(errors)} 个，提示 ${String(warnings)} 个`,
  reportWritten: (findings, file) => `已把 ${String(findings)} 条问题写入 ${file}`,
  correctRows: '下一步：改正这些行，再运行 check。',
  nextBuild: (folder) => `下一步：tradein-authority build ${folder}`,

  toBeSigned: (file) => `待签名：${file}`,
  keysSealed: (count) =>
    `这里有 ${String(count)} 把密钥已加密，没有打开：请给出 --passphrase-file 或 TRADEIN_PASSPHRASE。`,
  nextSign: (folder) =>
    `下一步：各持有人运行“tradein-authority sign <文件> --key <密钥文件>”，然后再运行“tradein-authority build ${folder}”。`,
  published: (files, bytes, folder) => `已发布 ${String(files)} 个新文件，${String(bytes)} 字节，在 ${folder}`,
  pinRoot: (file) => `收银台须固定 ${file}：请用网络以外的途径交给它们。`,
  nextCopy: (folder) =>
    `下一步：把目录复制到网站服务器，metadata/timestamp.json 最后复制；每天运行“tradein-authority timestamp ${folder}”。`,

  moreChanges: (count) => `…… 还有 ${String(count)} 条`,
  changes: (added, removed, changed) => `新增 ${String(added)}，删除 ${String(removed)}，修改 ${String(changed)}`,

  made: (folder) => `已建立 ${folder}`,
  fillIn: '下一步：填写 brands.csv 和 tables/，把 platform.json 放在旁边，再运行“tradein-authority check”。',

  issued: (issued, expires) => `签发于 ${issued ?? '未知'}，时间戳有效至 ${expires}`,
  snapshot: (hash) => `快照 ${hash}`,
  roleVersion: (role, version) => `${role} 版本 ${String(version)}`,
  file: (path, bytes, listings, role) =>
    `${path} ${String(bytes)} 字节${listings === null ? '' : `，型号 ${String(listings)} 个`}，由 ${role} 签名`,
  contents: (brands, listings, files, bytes) =>
    `品牌 ${String(brands)} 个，型号 ${String(listings)} 个，文件 ${String(files)} 个，${String(bytes)} 字节`,

  brandSigns: (role, brand) => `从下次 build 起，由 ${role} 签名 models/${brand}/*`,
  notHere: '（不在这里）',
  role: (role, threshold, keys, days, list) =>
    `${role}：${String(keys)} 把中须 ${String(threshold)} 把，${String(days)} 天：${list}`,

  unitsRead: (rows) => `已读 ${String(rows)} 台`,
  filterPublished: (path, units, bytes, bitsPerUnit) =>
    `已发布 ${path}：${String(units)} 台，${String(bytes)} 字节，每台 ${bitsPerUnit} 位`,

  nextSignRoot:
    '下一步：新旧 root 密钥的各持有人运行“tradein-authority sign”，然后用同样的 --replace 再运行 rotate-root。',
  rootPublished: (files) => `已发布 ${files}`,
  nextCopyRoot: '下一步：把目录复制到网站服务器。固定了旧 root 的收银台会自行跟上。',

  signed: (file, type, version, signatures, key) =>
    `${file}（${type}，版本 ${String(version)}）已有 ${String(signatures)} 个签名，含 ${key} 的签名`,
  timestampSigned: (days) => `已签名 metadata/timestamp.json，有效 ${String(days)} 天`,

  filesDone: (done, total) => `${String(done)} / ${String(total)} 个文件`,
  verified: (files, issued) => `${String(files)} 个文件验证通过，签发于 ${issued ?? '未知'}`,
  faults: (count) => `${String(count)} 处问题`,
  notInRelease: (path) => `${path}：发布里没有`,

  chainFaults: {
    record_unreadable: '不是记录',
    signature_wrong: '与其密钥所签的不符',
    key_unknown: '不是本收银台的密钥所签',
    key_other: '是另一期或另一收银台的密钥所签',
    till_other: '是另一收银台的记录',
    record_repeated: '重复出现',
    id_repeated: '与另一条记录编号相同',
    place_wrong: '不能处于该期的这个位置',
    record_out_of_order: '排在了更晚的记录之后',
    record_missing: '前一条记录缺失',
    prev_differs: '所接的不是前一条记录',
    chain_forked: '与另一条接在同一条记录之后：链已分叉',
    epoch_restored: '开启新一期时不知道较早的记录：收银台被恢复过',
    epoch_unlinked: '开启新一期时所写的上期末条不符',
    gap_misplaced: '闭合的位置不在它之前',
    gap_repeated: '闭合的位置已闭合过',
    gap_unfounded: '按丢失闭合，但该记录在此',
    gap_differs: '闭合时所写的记录与该位置的不同',
    head_differs: '链尾与所说的不同',
  },
  chainChecked: (records, findings) => `${String(records)} 条记录，${String(findings)} 处问题`,
}
