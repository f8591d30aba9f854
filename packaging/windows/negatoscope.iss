; The installer for Windows, made by Inno Setup 6.3 or later from the bundle:
;   iscc /DVersion=0.1.0 packaging\windows\negatoscope.iss
; For this user only, without an administrator. It adds Negatoscope to "Open with" and
; to the default apps that may be chosen, and never makes it the default.

#ifndef Version
  #error Say which version: iscc /DVersion=0.1.0
#endif
#define Bundle "..\..\dist\negatoscope"
#define ProgId "Negatoscope.DICOM.1"

[Setup]
AppId={{6F1C1B0E-0B0D-4B57-9C2B-6E3F7B0D5A11}
AppName=Negatoscope
AppVersion={#Version}
AppPublisher=The Negatoscope authors
AppPublisherURL=https://github.com/negatoscope/negatoscope
DefaultDirName={autopf}\Negatoscope
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=negatoscope-{#Version}-setup
SetupIconFile=..\..\build\package\icons\negatoscope.ico
UninstallDisplayIcon={app}\negatoscope-gui.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "pt_BR"; MessagesFile: "compiler:Languages\BrazilianPortuguese.isl"

[CustomMessages]
en.DesktopIcon=An icon on the desktop
pt_BR.DesktopIcon=Um ícone na área de trabalho
en.FolderVerb=Open folder in Negatoscope
pt_BR.FolderVerb=Abrir a pasta no Negatoscope
en.FileType=DICOM image
pt_BR.FileType=Imagem DICOM

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked
Name: "folderverb"; Description: "{cm:FolderVerb}"; Flags: unchecked

[Files]
Source: "{#Bundle}\negatoscope-gui.exe"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Bundle}\negatoscope.exe"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Bundle}\_internal\*"; DestDir: "{app}\_internal"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "{#Bundle}\licences\*"; DestDir: "{app}\licences"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Icons]
Name: "{autoprograms}\Negatoscope"; Filename: "{app}\negatoscope-gui.exe"
Name: "{autodesktop}\Negatoscope"; Filename: "{app}\negatoscope-gui.exe"; Tasks: desktopicon

[Registry]
; The type of file, with what opens it.
Root: HKA; Subkey: "Software\Classes\{#ProgId}"; ValueType: string; ValueName: ""; ValueData: "{cm:FileType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#ProgId}\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\negatoscope-gui.exe,0"
Root: HKA; Subkey: "Software\Classes\{#ProgId}\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\negatoscope-gui.exe"" -- ""%1"""
; "Open with" for these names; the default stays what it is.
Root: HKA; Subkey: "Software\Classes\.dcm\OpenWithProgids"; ValueType: string; ValueName: "{#ProgId}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.dicom\OpenWithProgids"; ValueType: string; ValueName: "{#ProgId}"; ValueData: ""; Flags: uninsdeletevalue
; "Open with" for files without an extension, when the reader looks for a program.
Root: HKA; Subkey: "Software\Classes\Applications\negatoscope-gui.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Negatoscope"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\negatoscope-gui.exe\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\negatoscope-gui.exe"" -- ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\negatoscope-gui.exe\SupportedTypes"; ValueType: string; ValueName: ".dcm"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\negatoscope-gui.exe\SupportedTypes"; ValueType: string; ValueName: ".dicom"; ValueData: ""
; Among the default apps that the reader may choose in the settings of Windows.
Root: HKA; Subkey: "Software\Negatoscope"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Negatoscope\Capabilities"; ValueType: string; ValueName: "ApplicationName"; ValueData: "Negatoscope"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Negatoscope\Capabilities"; ValueType: string; ValueName: "ApplicationDescription"; ValueData: "Opens medical images (DICOM)"
Root: HKA; Subkey: "Software\Negatoscope\Capabilities\FileAssociations"; ValueType: string; ValueName: ".dcm"; ValueData: "{#ProgId}"
Root: HKA; Subkey: "Software\Negatoscope\Capabilities\FileAssociations"; ValueType: string; ValueName: ".dicom"; ValueData: "{#ProgId}"
Root: HKA; Subkey: "Software\RegisteredApplications"; ValueType: string; ValueName: "Negatoscope"; ValueData: "Software\Negatoscope\Capabilities"; Flags: uninsdeletevalue
; On folders, where the reader has asked for it.
Root: HKA; Subkey: "Software\Classes\Directory\shell\Negatoscope"; ValueType: string; ValueName: ""; ValueData: "{cm:FolderVerb}"; Flags: uninsdeletekey; Tasks: folderverb
Root: HKA; Subkey: "Software\Classes\Directory\shell\Negatoscope"; ValueType: string; ValueName: "Icon"; ValueData: "{app}\negatoscope-gui.exe,0"; Tasks: folderverb
Root: HKA; Subkey: "Software\Classes\Directory\shell\Negatoscope\command"; ValueType: string; ValueName: ""; ValueData: """{app}\negatoscope-gui.exe"" -- ""%1"""; Tasks: folderverb

[Run]
Filename: "{app}\negatoscope-gui.exe"; Description: "{cm:LaunchProgram,Negatoscope}"; Flags: nowait postinstall skipifsilent
