/*
 * `npm start`. This file is read by whatever Node is installed, so it is a script in old syntax that is valid both as
 * CommonJS (Node before 12.17 ignores `"type": "module"`) and as an ES module: no import, no require. Once the version
 * is known to be good it hands over to tools/setup/launch.js, through a function body because older parsers refuse the
 * word import anywhere else.
 */
var needed = [20, 19]
var parts = process.versions.node.split('.')
var major = Number(parts[0])
var minor = Number(parts[1])

// Node 21 and the first of 22 lack the way to load built-in modules that is used below.
if (major < needed[0] || (major === needed[0] && minor < needed[1]) || typeof process.getBuiltinModule !== 'function') {
  console.error(
    'Node ' +
      process.versions.node +
      ' は使えません。Node 20.19 以上の 20、22.12 以上の 22、または 24 (おすすめ) を入れてから、もう一度 npm start を実行してください。',
  )
  console.error(
    'Node ' +
      process.versions.node +
      ' cannot be used. Install Node 24 (or 22 from 22.12, or 20 from 20.19) and run npm start again.',
  )
  process.exitCode = 1
} else {
  var script = process.getBuiltinModule('fs').realpathSync(process.argv[1])
  var projectDir = process.getBuiltinModule('path').dirname(script.endsWith('.js') ? script : script + '/start.js')
  var launcher = process
    .getBuiltinModule('url')
    .pathToFileURL(process.getBuiltinModule('path').join(projectDir, 'tools', 'setup', 'launch.js')).href
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is constant; see the head of this file
  new Function('specifier', 'return import(specifier)')(launcher).then(
    function (module) {
      return module.launch(projectDir)
    },
    function (error) {
      console.error(
        'ファイルが足りません。もう一度 clone してください。 / Files are missing; clone again. (' + error.message + ')',
      )
      process.exitCode = 1
    },
  )
}
