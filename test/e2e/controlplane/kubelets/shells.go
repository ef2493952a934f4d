// Stands before kwok's kubelet port and answers exec itself; everything else goes on to kwok. kwok's own exec runs a command on a tty that is
// nobody's controlling terminal (Ctrl-C does nothing, shells have no job control) and loses the exit status; a container runtime does neither.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/creack/pty"
	"k8s.io/apimachinery/pkg/types"
	protocols "k8s.io/apimachinery/pkg/util/remotecommand"
	"k8s.io/client-go/tools/remotecommand"
	kubelet "k8s.io/kubelet/pkg/cri/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

// A container of this name has no shell and no program at all.
const empty = "distroless"

type shells struct{ folder string }

// ExecInContainer runs the command on this machine, as if it were the container.
func (s shells) ExecInContainer(ctx context.Context, _ string, _ types.UID, container string, command []string,
	in io.Reader, out, errOut io.WriteCloser, tty bool, resize <-chan remotecommand.TerminalSize, _ time.Duration) error {
	if container == empty {
		return fmt.Errorf("failed to exec in container: OCI runtime exec failed: exec failed: unable to start container process: "+
			"exec: %q: executable file not found in $PATH: unknown", command[0])
	}
	process := exec.CommandContext(ctx, command[0], command[1:]...)
	process.Dir = s.folder
	process.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.folder, "LANG=C.UTF-8", "PS1=$ ", "HISTFILE="}
	if !tty {
		process.Stdin, process.Stdout, process.Stderr = in, out, errOut
		return exitOf(process.Run())
	}
	process.Env = append(process.Env, "TERM=xterm")
	terminal, err := pty.Start(process)
	if err != nil {
		return err
	}
	defer terminal.Close()
	go func() {
		for size := range resize {
			_ = pty.Setsize(terminal, &pty.Winsize{Rows: size.Height, Cols: size.Width})
		}
	}()
	if in != nil {
		go func() {
			_, _ = io.Copy(terminal, in)
			_ = process.Process.Signal(syscall.SIGHUP) // who typed has gone
		}()
	}
	_, _ = io.Copy(out, terminal) // ends when the last holder of the tty has gone
	return exitOf(process.Wait())
}

// An exit status as the protocol wants it: of a signal 128 and its number, as runtimes say it.
func exitOf(err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	code := exit.ExitCode()
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		code = 128 + int(status.Signal())
	}
	return utilexec.CodeExitError{Err: err, Code: code}
}

func (s shells) serveExec(response http.ResponseWriter, request *http.Request) {
	options, err := kubelet.NewOptions(request)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	parts := strings.Split(strings.Trim(request.URL.Path, "/"), "/") // exec, namespace, pod, perhaps uid, container
	container := parts[len(parts)-1]
	kubelet.ServeExec(response, request, s, parts[len(parts)-2], "", container, request.URL.Query()["command"], options,
		4*time.Hour, 30*time.Second, protocols.SupportedStreamingProtocols)
}

// serveShells listens on an address with the certificate of the working directory; behind is kwok's own address.
func serveShells(address, behind string) error {
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	kwok := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "https", Host: behind})
	kwok.FlushInterval = -1
	kwok.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	mux := http.NewServeMux()
	mux.Handle("/", kwok)
	mux.HandleFunc("/exec/", shells{folder}.serveExec)
	// SPDY and websockets take the connection over, which HTTP/2 does not let them.
	server := &http.Server{Addr: address, Handler: mux, TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}}
	return server.ListenAndServeTLS("server.crt", "server.key")
}
