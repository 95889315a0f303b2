#!/bin/sh
# notify.sh: a hook that tells a chat what became of a deployment. It reads the hook's JSON document from its input and posts
# {"text": "…"}, as Mattermost, Slack and Rocket.Chat take it, to the webhook of CHAT_WEBHOOK. Without one it is silent.
# Needs curl and jq.
set -eu
[ -n "${CHAT_WEBHOOK:-}" ] || exit 0
jq -c '
  (.database + (if .environment then " (" + .environment + ")" else "" end)) as $where
  | {text: (
      if .hook == "on_failure" then
        ":x: deployment to \($where) failed: \(.error.message) [\(.error.code)]"
        + "\nnow: \(.error.now)\nnext: \(.error.next)"
      elif .hook == "on_success" then
        ":white_check_mark: deployed to \($where): " + ([.parts[] | "\(.part) \(.told)"] | join("; "))
      else
        "\(.hook): \($where)"
      end)}' |
  # The webhook is a secret: it is read as a setting of curl and stands in no list of processes.
  curl -fsS --max-time 8 -o /dev/null -H 'Content-Type: application/json' --data-binary @- \
    --config /dev/fd/3 3<<CONFIG
url = "$CHAT_WEBHOOK"
CONFIG
