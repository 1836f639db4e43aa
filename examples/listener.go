// Listens on an endpoint with an API key, from any server that runs Go 1.19 or newer.
//
//	go mod init listener && go get github.com/gorilla/websocket
//	ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_… go run listener.go
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	pingEvery      = 25 * time.Second
	pingEveryBytes = 4 << 20
)

var (
	apiURL     = strings.TrimRight(env("HOOKNEXUS_API_URL", "http://127.0.0.1:8787"), "/")
	endpointID = env("ENDPOINT_ID", "")
	apiKey     = env("HOOKNEXUS_API_KEY", "")

	finalCloseCodes = []int{1000, 4401, 4403, 4404}
	finalStatuses   = map[int]bool{400: true, 401: true, 404: true, 410: true}

	attempts = 0
	lastSeq  = int64(-1) // the last number we saw; on reconnect the server sends what follows
)

type request struct {
	Seq          int64   `json:"seq"`
	Method       string  `json:"method"`
	Path         string  `json:"path"`
	Body         string  `json:"body"`
	BodyEncoding string  `json:"bodyEncoding"`
	BodyURL      *string `json:"bodyUrl"`
}

// The fields of all types of frames. Each type has some of them.
type payload struct {
	request
	ConnectionID string  `json:"connectionId"`
	LastSeq      int64   `json:"lastSeq"`
	From         int64   `json:"from"`
	To           int64   `json:"to"`
	Request      request `json:"request"`
}

func main() {
	if endpointID == "" || apiKey == "" {
		fail(2, "Set ENDPOINT_ID and HOOKNEXUS_API_KEY first.")
	}
	if !strings.HasPrefix(apiURL, "http://") && !strings.HasPrefix(apiURL, "https://") {
		fail(2, "Set HOOKNEXUS_API_URL to the server's origin, such as http://127.0.0.1:8787.")
	}
	rand.Seed(time.Now().UnixNano())
	for {
		listenOnce()
		// Exponential backoff with full jitter, so that many listeners do not reconnect together.
		longest := math.Min(30, 0.5*math.Pow(2, float64(attempts)))
		attempts++
		time.Sleep(time.Duration(rand.Float64() * longest * float64(time.Second)))
	}
}

func socketURL() string {
	query := url.Values{"apikey": {apiKey}}
	if lastSeq >= 0 {
		query.Set("since", fmt.Sprint(lastSeq))
	}
	return strings.Replace(apiURL, "http", "ws", 1) + "/ws/" + endpointID + "?" + query.Encode()
}

func listenOnce() {
	socket, response, err := websocket.DefaultDialer.Dial(socketURL(), nil)
	if err != nil {
		if response != nil && finalStatuses[response.StatusCode] {
			fail(1, fmt.Sprintf("Refused with status %d.", response.StatusCode))
		}
		// Not the error's text: it may contain the URL, and so the key.
		fmt.Fprintln(os.Stderr, "Connection failed.")
		return
	}
	defer socket.Close()
	done := make(chan struct{})
	defer close(done)
	due := make(chan struct{}, 1)
	go ping(socket, due, done)
	for unpinged := 0; ; {
		_, data, err := socket.ReadMessage()
		var closed *websocket.CloseError
		if errors.As(err, &closed) && websocket.IsCloseError(err, finalCloseCodes...) {
			fail(1, fmt.Sprintf("Closed for good (%d).", closed.Code))
		}
		if err != nil {
			return
		}
		// This ping shows that we read: the server omits bodies if it has sent 32 MiB without one.
		if unpinged += len(data); unpinged >= pingEveryBytes {
			unpinged = 0
			select {
			case due <- struct{}{}:
			default: // One is due already.
			}
		}
		handle(data)
	}
}

// JSON pings, not protocol pings: the server answers these without waking up.
func ping(socket *websocket.Conn, due, done <-chan struct{}) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	// Ping immediately: the runtime is slow to close a socket that has never sent anything.
	for socket.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) == nil {
		select {
		case <-ticker.C:
		case <-due:
		case <-done:
			return
		}
	}
}

func handle(data []byte) {
	var frame struct {
		Type    string  `json:"type"`
		Payload payload `json:"payload"`
	}
	if err := json.Unmarshal(data, &frame); err != nil {
		fmt.Fprintln(os.Stderr, "Not a frame:", err)
		return
	}
	switch p := frame.Payload; frame.Type {
	case "connected":
		attempts = 0
		if lastSeq < 0 {
			lastSeq = p.LastSeq
		}
		fmt.Printf("Connected as %s. Waiting for webhooks…\n", p.ConnectionID)
	case "new_request":
		lastSeq = p.Seq
		show("new", p.request)
	case "replay_request":
		show("replay", p.Request)
	case "gap":
		fmt.Fprintf(os.Stderr, "Missed %d to %d; fetch them from:\n", p.From, p.To)
		page := "  %s/api/endpoints/%s/requests?after=%d\n"
		fmt.Fprintf(os.Stderr, page, apiURL, endpointID, p.From-1)
	default: // Newer servers may send other types. Ignore them.
	}
}

func show(kind string, r request) {
	text := r.Body
	if r.BodyEncoding == "base64" {
		text = fmt.Sprintf("(%d characters of base64)", len(text))
	}
	if r.BodyURL != nil {
		text = *r.BodyURL
	}
	fmt.Printf("[%s] %s %s %s\n", kind, r.Method, r.Path, text)
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func fail(code int, sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(code)
}
