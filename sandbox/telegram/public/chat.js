// The chat page's own script: asks for what changed, puts it in place, sends what the person does.
const find = id => document.getElementById(id)
const { door, query, cursor } = document.body.dataset
const [log, status, compose, text, keyboard] = ['log', 'status', 'compose', 'text', 'keyboard'].map(find)
const typingShownFor = 5000
const noticeShownFor = 4000
const pauseBeforeReconnect = 1500

let after = Number(cursor)
let typing
let notice

const address = (path, more = '') => `${door}/${path}?${query}${more}`

async function post(path, body) {
  const isForm = body instanceof FormData
  const headers = isForm ? {} : { 'content-type': 'application/json' }
  try {
    const response = await fetch(address(path), { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) })
    find('trouble').textContent = response.ok ? '' : find('trouble').dataset.text
    return response.ok
  } catch {
    find('trouble').textContent = find('trouble').dataset.text
    return false
  }
}

function place({ id, html }) {
  const shown = find(`m${id}`)
  if (html === '') shown?.remove()
  else if (shown) shown.outerHTML = html
  else if (log.lastElementChild === null || Number(log.lastElementChild.id.slice(1)) < id)
    log.insertAdjacentHTML('beforeend', html)
  else [...log.children].find(bubble => Number(bubble.id.slice(1)) > id).insertAdjacentHTML('beforebegin', html)
}

function showStatus(name) {
  status.textContent = status.dataset[name]
}

function showTyping() {
  showStatus('typing')
  clearTimeout(typing)
  typing = setTimeout(() => showStatus('bot'), typingShownFor)
}

function showNotice({ text: words, alert, url }) {
  for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy')
  if (url) window.open(url, '_blank', 'noopener')
  if (!words) return
  if (alert) {
    find('alert-text').textContent = words
    find('alert').showModal()
    return
  }
  find('notice').textContent = words
  clearTimeout(notice)
  notice = setTimeout(() => find('notice').replaceChildren(), noticeShownFor)
}

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120
const toEnd = () => log.scrollTo({ top: log.scrollHeight })

function show(changes) {
  const follow = isAtEnd() || changes.bubbles.some(({ html }) => html.startsWith('<article class="bubble user"'))
  const focused = document.activeElement?.dataset?.data
  for (const bubble of changes.bubbles) place(bubble)
  if (focused && document.activeElement === document.body) log.focus({ preventScroll: true })
  if (keyboard.innerHTML !== changes.keyboard) keyboard.innerHTML = changes.keyboard
  if (changes.typing) showTyping()
  else if (changes.bubbles.length > 0) showStatus('bot')
  for (const each of changes.notices) showNotice(each)
  if (log.childElementCount > 0) open()
  if (follow) toEnd()
  after = changes.cursor
}

function open() {
  find('welcome').hidden = true
  compose.hidden = false
}

async function follow() {
  for (;;) {
    try {
      const response = await fetch(address('view', `&after=${after}&wait=25`))
      if (!response.ok) throw new Error(String(response.status))
      if (status.textContent === status.dataset.offline) showStatus('bot')
      show(await response.json())
    } catch {
      showStatus('offline')
      await new Promise(resolve => setTimeout(resolve, pauseBeforeReconnect))
    }
  }
}

async function sendText() {
  const words = text.value.trim()
  if (words === '') return
  text.value = ''
  if (!(await post('send', { text: words }))) text.value = words
}

async function sendFiles(input) {
  if (input.files.length === 0) return
  const form = new FormData()
  for (const file of input.files) form.append(input.id, file, file.name)
  input.value = ''
  await post('send', form)
}

function closeSheets(back = false) {
  for (const opener of document.querySelectorAll('[data-sheet][aria-expanded=true]')) {
    opener.setAttribute('aria-expanded', 'false')
    find(opener.dataset.sheet).hidden = true
    if (back) opener.focus()
  }
}

async function openSheet(opener) {
  const sheet = find(opener.dataset.sheet)
  const isOpen = !sheet.hidden
  closeSheets()
  if (isOpen) return
  const response = sheet.id === 'commands' ? await fetch(address('menu')) : undefined
  if (response?.ok) sheet.innerHTML = await response.text()
  sheet.hidden = false
  opener.setAttribute('aria-expanded', 'true')
  sheet.querySelector('button')?.focus()
}

async function choose(button) {
  button.setAttribute('aria-busy', 'true')
  const { message, data } = button.dataset
  if (!(await post('click', { message: Number(message), data }))) button.removeAttribute('aria-busy')
}

async function say(words) {
  await post('send', words)
  text.focus()
}

async function tap(button) {
  const { data, say: words, contact, pick } = button.dataset
  closeSheets()
  if (data !== undefined) await choose(button)
  else if (contact) await say({ contact: { phone: '+7 700 000 00 00' } })
  else if (words !== undefined) await say({ text: words })
  else if (pick) find(pick).click()
}

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-sheet]')
  const button = event.target.closest('button[data-data], button[data-say], button[data-pick]')
  if (opener) void openSheet(opener)
  else if (button) void tap(button)
  else if (!event.target.closest('.sheet')) closeSheets()
})
text.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  compose.requestSubmit()
})
compose.addEventListener('submit', event => {
  event.preventDefault()
  void sendText()
})
for (const id of ['photo', 'document']) find(id).addEventListener('change', event => sendFiles(event.target))
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') closeSheets(true)
})

toEnd()
void follow()
