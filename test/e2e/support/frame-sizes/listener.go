// Prints a line for each frame. Takes the name of a library, whose default limits apply, and a URL.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/gorilla/websocket"
	nhooyr "nhooyr.io/websocket"
)

func main() {
	library, url := os.Args[1], os.Args[2]
	read := withGorilla
	if library == "nhooyr" {
		read = withNhooyr
	}
	next := read(url)
	for {
		message, err := next()
		if err != nil {
			log.Fatal(err)
		}
		show(message)
	}
}

func withGorilla(url string) func() ([]byte, error) {
	socket, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		log.Fatal(err)
	}
	return func() ([]byte, error) {
		_, message, err := socket.ReadMessage()
		return message, err
	}
}

func withNhooyr(url string) func() ([]byte, error) {
	socket, _, err := nhooyr.Dial(context.Background(), url, nil)
	if err != nil {
		log.Fatal(err)
	}
	return func() ([]byte, error) {
		_, message, err := socket.Read(context.Background())
		return message, err
	}
}

func show(message []byte) {
	var frame struct {
		Type    string `json:"type"`
		Payload struct {
			Seq          *int   `json:"seq"`
			BodyEncoding string `json:"bodyEncoding"`
			HeadOmitted  bool   `json:"headOmitted"`
		} `json:"payload"`
	}
	if err := json.Unmarshal(message, &frame); err != nil {
		log.Fatal(err)
	}
	seq, encoding := "-", "-"
	if frame.Payload.Seq != nil {
		seq, encoding = fmt.Sprint(*frame.Payload.Seq), frame.Payload.BodyEncoding
	}
	fmt.Println(frame.Type, seq, len(message), encoding, frame.Payload.HeadOmitted)
}
