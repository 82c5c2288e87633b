"""The tools served by the protocol, over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import MissingExtraError
from detente.version import __version__
from detente.workbench.assisting.told import INSTRUCTIONS, REVIEWING

if TYPE_CHECKING:
    from mcp.server import Server, ServerRequestContext
    from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult

    from detente.workbench.assisting.tools import Tool, Tools


def serve(tools: Tools) -> None:
    """Answer on standard input and output until the other side ends it.

    Raises `MissingExtraError` where the SDK of the protocol is not installed.
    """
    check_installed()
    import anyio
    from mcp.server.stdio import stdio_server

    server = _server(tools)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def check_installed() -> None:
    """Raise `MissingExtraError` where the SDK of the protocol is not installed."""
    try:
        import mcp.server  # noqa: F401
    except ImportError as problem:
        raise MissingExtraError(
            "the part for assistants is not installed", advice="Run `pip install 'detente[mcp]'`."
        ) from problem


def _server(tools: Tools) -> Server[dict[str, Any]]:
    import anyio.to_thread
    from mcp.server import Server
    from mcp_types import CallToolResult, ListToolsResult, TextContent

    async def listed(_: ServerRequestContext[Any], __: Any) -> ListToolsResult:
        return ListToolsResult(tools=[_declared(each) for each in tools.by_name.values()])

    async def called(_: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        # In a thread, so that others are answered while a measure is made.
        given = await anyio.to_thread.run_sync(tools.call, asked.name, asked.arguments)
        return CallToolResult(
            content=[TextContent(type="text", text=given.text)],
            structured_content=given.told,
            is_error=given.is_refused,
        )

    reviews = any(each.changes for each in tools.by_name.values())
    return Server(
        "detente",
        version=__version__,
        title="detente",
        instructions=INSTRUCTIONS + (REVIEWING if reviews else ""),
        on_list_tools=listed,
        on_call_tool=called,
    )


def _declared(tool: Tool) -> Any:
    from mcp_types import Tool as Declared
    from mcp_types import ToolAnnotations

    return Declared(
        name=tool.name,
        title=tool.title,
        description=tool.meaning,
        input_schema=tool.takes,
        output_schema=dict(tool.schema),
        annotations=ToolAnnotations(
            read_only_hint=not tool.changes, destructive_hint=False, open_world_hint=False
        ),
    )
