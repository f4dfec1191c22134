// An MCP client with the Go SDK: it signs in with an API key or OAuth and does what it is asked to.
//
//	go build -o client && ./client URL
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// intent is one thing to do, as MCP_CONFORMANCE_CONTEXT writes it.
type intent struct {
	Intent    string
	Tool      string
	Arguments map[string]any
	Calls     []intent
}

// bearer adds an API key to each request.
type bearer string

func (key bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+string(key))
	return http.DefaultTransport.RoundTrip(request)
}

// stay keeps the key to the server that it is for: a redirect ends the request.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func callTool(ctx context.Context, session *mcp.ClientSession, call intent) error {
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: call.Tool, Arguments: call.Arguments})
	if err != nil {
		return err
	}
	text := ""
	for _, part := range result.Content {
		if part, ok := part.(*mcp.TextContent); ok {
			text += part.Text + "\n"
		}
	}
	if result.IsError {
		return errors.New(text)
	}
	fmt.Print(text)
	return nil
}

func perform(ctx context.Context, session *mcp.ClientSession, what intent) error {
	switch what.Intent {
	case "connect": // it is connected
	case "list_tools":
		for tool, err := range session.Tools(ctx, nil) {
			if err != nil {
				return err
			}
			fmt.Println(tool.Name)
		}
	case "call_tool":
		return callTool(ctx, session, what)
	case "call_at_once":
		errs := make([]error, len(what.Calls))
		var calls sync.WaitGroup
		for i, call := range what.Calls {
			calls.Go(func() { errs[i] = callTool(ctx, session, call) })
		}
		calls.Wait()
		return errors.Join(errs...)
	default:
		log.Printf("I do not know how to %s.", what.Intent)
	}
	return nil
}

func main() {
	log.SetFlags(0)
	url := os.Args[len(os.Args)-1]
	var asked struct {
		APIKey  string `json:"api_key"`
		Intents []intent
	}
	if err := json.Unmarshal([]byte(cmp.Or(os.Getenv("MCP_CONFORMANCE_CONTEXT"), "{}")), &asked); err != nil {
		log.Fatalf("error: MCP_CONFORMANCE_CONTEXT: %v", err)
	}
	if asked.Intents == nil {
		asked.Intents = []intent{{Intent: "connect"}, {Intent: "list_tools"}}
	}

	ctx := context.Background()
	transport := mcp.StreamableClientTransport{Endpoint: url}
	if key := strings.TrimSpace(asked.APIKey); key != "" { // a line break is easily copied along
		transport.HTTPClient = &http.Client{Transport: bearer(key), CheckRedirect: stay}
	} else {
		handler, err := signIn(url)
		if err != nil {
			log.Fatalf("error: %v", err)
		}
		transport.OAuthHandler = handler
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "go-example", Version: "1.0.0"}, nil)
	var session *mcp.ClientSession
	failed := false
	for _, what := range asked.Intents {
		if what.Intent == "disconnect" {
			session.Close()
			session = nil
			continue
		}
		if session == nil {
			each := transport // a transport serves one connection
			var err error
			if session, err = client.Connect(ctx, &each, nil); err != nil {
				log.Fatalf("error: %v", err)
			}
		}
		if err := perform(ctx, session, what); err != nil {
			log.Printf("error: %v", err)
			failed = true
		}
	}
	if session != nil {
		session.Close()
	}
	if failed {
		os.Exit(1)
	}
}
