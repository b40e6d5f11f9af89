-- What a person does, without a person. Neovim 0.7 or later.
local function fail(message)
  io.stderr:write(message .. "\n")
  vim.cmd("cquit 1")
end

local id = vim.lsp.start_client({
  name = "bulkwrite",
  cmd = { os.getenv("BULKWRITE"), "lsp", "--api-version", "v8" },
})
if not id then
  return fail("the server does not start")
end
vim.lsp.buf_attach_client(0, id)

local function found()
  return vim.diagnostic.get(0)
end
if not vim.wait(10000, function() return #found() > 0 end, 20) then
  return fail("nothing is found in a wrong job")
end
local first = found()[1]
if first.code ~= "wrong-type" and (first.user_data or {}).lsp == nil then
  return fail("found something else: " .. vim.inspect(first))
end

local client = vim.lsp.get_client_by_id(id)
local params = {
  textDocument = vim.lsp.util.make_text_document_params(),
  range = {
    start = { line = first.lnum, character = first.col },
    ["end"] = { line = first.end_lnum, character = first.end_col },
  },
  context = { diagnostics = {} },
}
local answer = client.request_sync("textDocument/codeAction", params, 10000, 0)
local action = answer and answer.result and answer.result[1]
if not action then
  return fail("there is no fix: " .. vim.inspect(answer))
end
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
if not vim.wait(10000, function() return #found() == 0 end, 20) then
  return fail("the fix leaves " .. vim.inspect(found()))
end
vim.cmd("write")
vim.cmd("qall!")
