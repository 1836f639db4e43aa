#!/usr/bin/env bash
# Listens on an endpoint with an API key, from a shell. Needs curl, jq and websocat 1.
#
#   ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_… bash listener.sh
set -uo pipefail

if [[ -z ${ENDPOINT_ID:-} || -z ${HOOKNEXUS_API_KEY:-} ]]; then
  echo "Set ENDPOINT_ID and HOOKNEXUS_API_KEY first." >&2
  exit 2
fi
API_URL=${HOOKNEXUS_API_URL:-http://127.0.0.1:8787}
PING_EVERY_S=25
PING_EVERY_BYTES=$((4 * 1024 * 1024))

# A pipe to `pings`: each line is a ping that is due before its time.
due=$(mktemp -u) && mkfifo "$due" && exec 3<>"$due" && rm "$due" || exit 2

attempts=0
last_seq= # the last number we saw; on reconnect the server sends what follows

# Print the body as a JSON string, so that a sender can't imitate the lines of this script.
LINES='
  def shown: "\(.method) \(.path) \(.bodyUrl // (.body | tojson))";
  (tojson | length) as $size | .type as $type | .payload |
  if $type == "connected" then [.lastSeq, "Connected as \(.connectionId). Waiting for webhooks…"]
  elif $type == "new_request" then [.seq, "[new] \(shown)"]
  elif $type == "replay_request" then ["-", "[replay] \(.request | shown)"]
  elif $type == "gap" then ["-", "Missed \(.from) to \(.to); fetch them with ?after=\(.from - 1)"]
  else empty end | [$size, .[]] | join(" ")'

# The HTTP status of the endpoint tells whether listening can work.
status() {
  # The header comes from a file, because all users of this machine can read arguments.
  curl -s -o /dev/null -w '%{http_code}' -H @<(echo "Authorization: Bearer $HOOKNEXUS_API_KEY") \
    "$API_URL/api/endpoints/$ENDPOINT_ID"
}

# Ping immediately: the runtime is slow to close a socket that has never sent anything.
pings() {
  exec 2>/dev/null
  while echo '{"type":"ping"}'; do read -r -t "$PING_EVERY_S" -u 3; done
}

# -E exits when the connection ends. -B allows long frames. Without line ends, the pings are exactly
# the text that the server answers without waking up.
frames() {
  local url="${API_URL/http/ws}/ws/$ENDPOINT_ID?apikey=$HOOKNEXUS_API_KEY"
  [[ -z $last_seq ]] || url+="&since=$last_seq"
  websocat -t -E -B 16777216 --linemode-strip-newlines "$url" < <(pings) |
    jq --unbuffered -r "$LINES"
}

while true; do
  answer=$(status)
  case $answer in
    200)
      unpinged=0
      while IFS=' ' read -r size seq line; do
        # This ping shows that we read: the server omits bodies if it has sent 32 MiB without one.
        unpinged=$((unpinged + size))
        if ((unpinged >= PING_EVERY_BYTES)); then
          unpinged=0
          echo >&3
        fi
        if [[ $line == Connected* ]]; then
          attempts=0
          last_seq=${last_seq:-$seq}
        elif [[ $seq != - ]]; then
          last_seq=$seq
        fi
        printf '%s\n' "$line"
      done < <(frames)
      ;;
    400 | 401 | 403 | 404 | 410)
      echo "Refused with status $answer." >&2
      exit 1
      ;;
    *) echo "Connection failed." >&2 ;;
  esac
  # Exponential backoff with full jitter, so that many listeners do not reconnect together.
  longest_ms=$((attempts < 6 ? 500 << attempts : 30000))
  attempts=$((attempts + 1))
  delay_ms=$((RANDOM % longest_ms))
  sleep "$(printf '%d.%03d' $((delay_ms / 1000)) $((delay_ms % 1000)))"
done
